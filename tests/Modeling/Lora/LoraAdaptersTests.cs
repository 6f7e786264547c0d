using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Lora;
using Samantha.Modeling.Tuning;
using TorchSharp;

namespace Samantha.Modeling.Tests.Lora;

public sealed class LoraAdaptersTests
{
    private static readonly LoraConfig Config = new() { Rank = 3, Alpha = 5, BaseModel = "base" };

    [Fact]
    public void Apply_Fresh_ChangesNothing()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        using var ungraded = torch.no_grad();
        var before = model.forward(TinyModels.Batch()).ToArray();
        using var adapters = LoraAdapters.Apply(model, Config, seed: 1);
        model.forward(TinyModels.Batch()).ToArray().ShouldBe(before);
    }

    [Fact]
    public void Apply_Twice_IsRefused()
    {
        using var model = TinyModels.Decoder();
        using var adapters = LoraAdapters.Apply(model, Config);
        Should.Throw<InvalidOperationException>(() => LoraAdapters.Apply(model, Config));
    }

    [Fact]
    public void Apply_NoSuchMatrix_IsRefused()
    {
        using var model = TinyModels.Decoder();
        Should.Throw<ArgumentException>(() => LoraAdapters.Apply(model, Config with { Targets = ["c_attn"] })).Message.ShouldContain("c_attn");
    }

    [Fact]
    public void Merge_ThenUnmerge_ComputesTheSameAndRestoresEveryBit()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        var before = Weights(model);
        using var adapters = Trained(model);
        using var ungraded = torch.no_grad();
        var beside = model.forward(TinyModels.Batch()).ToArray();

        adapters.Merge();
        adapters.IsMerged.ShouldBeTrue();
        Fixtures.LargestDifference(model.forward(TinyModels.Batch()).ToArray(), beside).ShouldBeLessThan(1e-4);

        adapters.Unmerge();
        Weights(model).ShouldBe(before);
        model.forward(TinyModels.Batch()).ToArray().ShouldBe(beside);
    }

    [Fact]
    public void Fold_Trained_ComputesTheSameAndBeginsAnew()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        using var adapters = Trained(model);
        using var ungraded = torch.no_grad();
        var before = model.forward(TinyModels.Batch()).ToArray();
        var (parameters, subspace) = (adapters.Parameters.ToList(), adapters.Subspaces[0].ToArray());

        adapters.Fold(seed: 2);
        Fixtures.LargestDifference(model.forward(TinyModels.Batch()).ToArray(), before).ShouldBeLessThan(1e-4);
        adapters.IsMerged.ShouldBeFalse();
        adapters.Parameters.Zip(parameters).ShouldAllBe(pair => ReferenceEquals(pair.First, pair.Second));
        adapters.Subspaces[0].ToArray().ShouldNotBe(subspace);
        adapters.Weights().Where(weight => weight.Name.Contains("lora_B")).ShouldAllBe(weight => weight.Value().count_nonzero().item<long>() == 0);
    }

    [Fact]
    public void Training_WithAdapters_LowersTheLossAndLeavesTheModelAlone()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        var before = Weights(model);
        float first, last;
        using (var adapters = LoraAdapters.Apply(model, Config, seed: 1))
        {
            using var optimizer = torch.optim.AdamW(adapters.Parameters, lr: 0.02);
            first = Step(model, optimizer);
            last = first;
            for (var step = 0; step < 20; step++)
                last = Step(model, optimizer);
        }

        last.ShouldBeLessThan(first - 0.1f);
        Weights(model).ShouldBe(before);
        model.parameters().ShouldAllBe(parameter => parameter.requires_grad);
    }

    [Fact]
    public void Save_ThenLoad_GivesTheSameLogits()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Decoder();
        float[] expected;
        using (var adapters = Trained(model))
        {
            using var ungraded = torch.no_grad();
            expected = model.forward(TinyModels.Batch()).ToArray();
            TuningFolder.Save(folder.At("adapter"), adapters);
        }

        using var loaded = (LoraAdapters)TuningFolder.Load(folder.At("adapter"), model);
        loaded.Config.Targets.ShouldBe(Config.Targets);
        (loaded.Config with { Targets = Config.Targets }).ShouldBe(Config);
        using var still = torch.no_grad();
        model.forward(TinyModels.Batch()).ToArray().ShouldBe(expected);
    }

    [Fact]
    public void Load_OfAnotherModelsAdapter_SaysSo()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Decoder();
        using (var adapters = Trained(model))
            TuningFolder.Save(folder.At("adapter"), adapters);
        using var other = new DecoderModel(TinyModels.Config with { HiddenSize = 96 });
        Should.Throw<CheckpointException>(() => TuningFolder.Load(folder.At("adapter"), other)).Message.ShouldContain("base model");
    }

    private static LoraAdapters Trained(DecoderModel model)
    {
        var adapters = LoraAdapters.Apply(model, Config, seed: 1);
        using var optimizer = torch.optim.AdamW(adapters.Parameters, lr: 0.05);
        for (var step = 0; step < 3; step++)
            Step(model, optimizer);
        return adapters;
    }

    private static float Step(DecoderModel model, torch.optim.Optimizer optimizer)
    {
        using var scope = torch.NewDisposeScope();
        optimizer.zero_grad();
        var loss = model.Loss(TinyModels.Batch(), TinyModels.Batch());
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }

    private static float[] Weights(DecoderModel model) => [.. model.Weights().SelectMany(weight => weight.Value().ToArray())];
}
