using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Prefix;
using Samantha.Modeling.Tests.Tuning;
using Samantha.Modeling.Tuning;
using TorchSharp;

namespace Samantha.Modeling.Tests.Prefix;

public sealed class PrefixTuningTests
{
    [Fact]
    public void Apply_OfNoLength_IsTheBase()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        var before = Tunings.Logits(model);
        using var prefix = Tunings.Apply("prefix", model, prefixLength: 0);
        Tunings.Logits(model).ShouldBe(before);
        using var cache = model.NewCache();
        cache.Length.ShouldBe(0);
    }

    [Fact]
    public void Forward_WithThePastOfTokens_SaysWhatTheTokensWouldHaveSaid()
    {
        using var scope = torch.NewDisposeScope();
        using var ungraded = torch.no_grad();
        using var model = TinyModels.Decoder();
        var ids = TinyModels.Ids(12, seed: 5);
        var whole = model.forward(Row(ids))[0];
        using var past = model.NewCache();
        model.Step([new(ids[..4], past)]);

        // A prefix that holds the keys and values of the first four tokens stands for them.
        using var prefix = PrefixTuning.Apply(model, new PrefixConfig(4));
        var embeddings = prefix.Parameters.Single();
        var shape = model.Config;
        var parts = embeddings.view(4, 2L * shape.Layers, shape.KeyValueHeads, shape.HeadDimension);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var (keys, values) = past.Layer(layer);
            parts.select(1, 2 * layer).copy_(keys[0].narrow(1, 0, 4).transpose(0, 1));
            parts.select(1, 2 * layer + 1).copy_(values[0].narrow(1, 0, 4).transpose(0, 1));
        }

        Fixtures.LargestDifference(model.forward(Row(ids[4..]))[0].ToArray(), whole.narrow(0, 4, 8).ToArray()).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Forward_PaddedOnTheLeft_SaysWhatItSaysWithoutPadding()
    {
        using var scope = torch.NewDisposeScope();
        using var ungraded = torch.no_grad();
        using var model = TinyModels.Decoder();
        using var prefix = Tunings.Apply("prefix", model);
        var ids = TinyModels.Ids(6, seed: 5);
        var plain = model.forward(Row(ids))[0];
        var padded = model.Forward(
            Row([0, 0, .. ids]), torch.tensor([0L, 0, 1, 1, 1, 1, 1, 1], [1, 8]), torch.tensor([0L, 0, 0, 1, 2, 3, 4, 5], [1, 8]));
        Fixtures.LargestDifference(padded[0].narrow(0, 2, 6).ToArray(), plain.ToArray()).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Load_OfAnotherShape_SaysSo()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Decoder();
        using (var prefix = Tunings.Apply("prefix", model))
            TuningFolder.Save(folder.At("prefix"), prefix);
        using var other = TinyModels.Decoder(TinyModels.Config with { Layers = 3 });
        Should.Throw<CheckpointException>(() => TuningFolder.Load(folder.At("prefix"), other)).Message.ShouldContain("num_layers");
    }

    [Fact]
    public void Apply_NoRoomForTokens_IsRefused()
    {
        using var model = TinyModels.Decoder();
        Should.Throw<ArgumentException>(() => PrefixTuning.Apply(model, new PrefixConfig(TinyModels.Config.MaxPositions)));
    }

    private static torch.Tensor Row(int[] ids) => torch.tensor([.. ids.Select(id => (long)id)], [1, ids.Length]);
}
