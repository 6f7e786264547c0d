using System.Runtime.Intrinsics.X86;
using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Decoders;
using TorchSharp;

namespace Samantha.Modeling.Tests.Decoders;

public sealed class BatchInvarianceTests
{
    private const int Steps = 3;

    /// <summary>Whose tokens are computed together must not show in anybody's: not by a single bit.</summary>
    [Fact]
    public void Step_OneTokenOfEachSequence_ComputesTheSameBitsAlone()
    {
        Assert.SkipUnless(Fma.IsSupported, "This processor has no fused multiply-add.");
        using var model = TinyModels.Decoder(TinyModels.Config with { HeadDimension = 40 });
        var lengths = Gen.Choose(1, 60).NonEmptyListOf().Select(list => list.Take(20).ToArray());
        Prop.ForAll(lengths.ToArbitrary(), prompts =>
        {
            using var scope = torch.NewDisposeScope();
            var alone = prompts.Select((length, i) => Run(model, [(length, i)])[0]).ToList();

            Run(model, [.. prompts.Index().Select(item => (item.Item, item.Index))]).ShouldBe(alone);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
    }

    // The bits of each sequence's logits after a prompt of that length, read alone, and some tokens, computed together.
    private static List<string> Run(DecoderModel model, (int Length, int Seed)[] sequences)
    {
        var caches = sequences.Select(_ => model.NewCache()).ToList();
        for (var i = 0; i < sequences.Length; i++)
            model.Step([new DecoderInput(TinyModels.Ids(sequences[i].Length, sequences[i].Seed), caches[i])]);

        float[] logits = [];
        for (var step = 0; step < Steps; step++)
            logits = model.Step([.. caches.Select((cache, i) => new DecoderInput(TinyModels.Ids(1, sequences[i].Seed + step), cache))]).data<float>().ToArray();
        caches.ForEach(cache => cache.Dispose());
        return [.. logits.Chunk(model.Config.VocabularySize).Select(row => string.Join(',', row.Select(BitConverter.SingleToInt32Bits)))];
    }
}
