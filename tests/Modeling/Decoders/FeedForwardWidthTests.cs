using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using TorchSharp;

namespace Samantha.Modeling.Tests.Decoders;

public sealed class FeedForwardWidthTests
{
    private static readonly DecoderConfig Config = new()
    {
        VocabularySize = 50,
        HiddenSize = 16,
        Layers = 2,
        Heads = 2,
        KeyValueHeads = 1,
        HeadDimension = 8,
        IntermediateSize = 24,
        TieWordEmbeddings = true,
    };

    [Fact]
    public void Resized_Wider_SaysTheSame()
    {
        using var model = new DecoderModel(Config).Initialise(1);
        using var wider = FeedForwardWidth.Resized(model, 56);

        wider.Config.IntermediateSize.ShouldBe(56);
        FeedForwardWidth.Used(wider, 1).ShouldBe(24);
        Differences(model, wider).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public void Resized_BackAgain_IsTheSameToTheBit()
    {
        using var model = new DecoderModel(Config).Initialise(1);
        using var wider = FeedForwardWidth.Resized(model, 56);
        using var back = FeedForwardWidth.Resized(wider, 24);

        foreach (var (one, other) in model.parameters().Zip(back.parameters()))
            one.eq(other).all().item<bool>().ShouldBeTrue();
    }

    /// <summary>What one block has learned costs the others nothing when it serves.</summary>
    [Fact]
    public void LoadCompactDecoder_UnitsThatAddNothing_AreLeftOut()
    {
        var folder = Directory.CreateTempSubdirectory("width").FullName;
        try
        {
            using (var model = new DecoderModel(Config).Initialise(1))
            using (var wider = FeedForwardWidth.Resized(model, 56))
            {
                using (torch.no_grad())
                    wider.Blocks.Last().FeedForwardProjections.Down.Matrix.narrow(1, 24, 5).fill_(0.5f);
                ModelFolder.Save(Path.Combine(folder, "model"), wider);
            }

            using var whole = ModelFolder.LoadDecoder(Path.Combine(folder, "model"));
            using var compact = ModelFolder.LoadCompactDecoder(Path.Combine(folder, "model"));
            // Rounded up to a whole vector.
            compact.Blocks.Select(block => block.FeedForwardProjections.Down.Inputs).ShouldBe([32, 32]);
            Differences(whole, compact).ShouldBeLessThan(1e-5);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Differences(DecoderModel one, DecoderModel other)
    {
        using var ungraded = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var ids = torch.tensor(Enumerable.Range(0, 20).Select(i => (long)(i * 7 % 50)).ToArray(), [2, 10]);
        return one.Forward(ids).sub(other.Forward(ids)).abs().max().item<float>();
    }
}
