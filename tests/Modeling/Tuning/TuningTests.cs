using Samantha.Modeling.Tuning;
using TorchSharp;

namespace Samantha.Modeling.Tests.Tuning;

/// <summary>What every way to hold the weights promises.</summary>
public sealed class TuningTests
{
    [Theory]
    [InlineData("full")]
    [InlineData("lora")]
    [InlineData("adalora")]
    [InlineData("adapter")]
    public void Apply_Fresh_ChangesNothing(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        var before = Tunings.Logits(model);
        using var tuning = Tunings.Apply(name, model);
        Tunings.Logits(model).ShouldBe(before);
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("adalora")]
    [InlineData("adapter")]
    [InlineData("prefix")]
    public void Training_BesideTheWeights_LowersTheLossAndLeavesTheModelAsItWas(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        var (weights, logits) = (Tunings.Weights(model), Tunings.Logits(model));
        using (var tuning = Tunings.Apply(name, model))
        {
            var (first, last) = Tunings.Train(model, tuning);
            last.ShouldBeLessThan(first - 0.1f);
            Tunings.Logits(model).ShouldNotBe(logits);
        }

        Tunings.Weights(model).ShouldBe(weights);
        Tunings.Logits(model).ShouldBe(logits);
        model.parameters().ShouldAllBe(parameter => parameter.requires_grad);
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("adalora")]
    [InlineData("adapter")]
    [InlineData("prefix")]
    public void Step_Trained_SaysWhatForwardSays(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        using var tuning = Tunings.Apply(name, model);
        Tunings.Train(model, tuning, steps: 4);
        using var ungraded = torch.no_grad();
        var ids = TinyModels.Ids(11, seed: 3);
        var forward = model.forward(torch.tensor([.. ids.Select(id => (long)id)], [1, ids.Length]))[0];

        using var cache = model.NewCache();
        Fixtures.LargestDifference(model.Step([new(ids[..7], cache)])[0].ToArray(), forward[6].ToArray()).ShouldBeLessThan(1e-4);
        for (var at = 7; at < ids.Length; at++)
            Fixtures.LargestDifference(model.Step([new(ids[at..(at + 1)], cache)])[0].ToArray(), forward[at].ToArray()).ShouldBeLessThan(1e-4);
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("adalora")]
    [InlineData("adapter")]
    [InlineData("prefix")]
    public void Save_ThenLoad_GivesTheSameLogitsAndCost(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Decoder();
        float[] expected;
        TuningCost cost;
        using (var tuning = Tunings.Apply(name, model))
        {
            Tunings.Train(model, tuning, steps: 4);
            (expected, cost) = (Tunings.Logits(model), tuning.Cost);
            TuningFolder.Save(folder.At("adapter"), tuning);
        }

        using var loaded = TuningFolder.Load(folder.At("adapter"), model);
        loaded.Cost.ShouldBe(cost);
        Tunings.Logits(model).ShouldBe(expected);
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("adalora")]
    public void Merge_WhereItCan_LeavesTheSameModelWithoutIt(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        var tuning = Tunings.Apply(name, model);
        Tunings.Train(model, tuning, steps: 4);
        var beside = Tunings.Logits(model);
        tuning.CanMerge.ShouldBeTrue();
        tuning.Merge();
        tuning.Dispose();
        Fixtures.LargestDifference(Tunings.Logits(model), beside).ShouldBeLessThan(1e-4);
    }

    [Theory]
    [InlineData("adapter")]
    [InlineData("prefix")]
    public void Merge_WhereItCannot_IsRefused(string name)
    {
        using var model = TinyModels.Decoder();
        using var tuning = Tunings.Apply(name, model);
        tuning.CanMerge.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(tuning.Merge);
    }

    [Theory]
    [InlineData("full")]
    [InlineData("lora")]
    [InlineData("adalora")]
    [InlineData("adapter")]
    [InlineData("prefix")]
    public void Cost_IsWhatLearns(string name)
    {
        using var model = TinyModels.Decoder();
        using var tuning = Tunings.Apply(name, model);
        tuning.Cost.Learned.ShouldBe(tuning.Parameters.Sum(parameter => parameter.numel()));
        tuning.Weights().Sum(weight => weight.Value().numel()).ShouldBe(tuning.Cost.Learned);
        tuning.Cost.Positions.ShouldBe(name == "prefix" ? Tunings.PrefixLength : 0);
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("adalora")]
    [InlineData("adapter")]
    [InlineData("prefix")]
    public void Apply_Twice_IsRefusedAndTheFirstGoesOn(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        using var tuning = Tunings.Apply(name, model);
        Tunings.Train(model, tuning, steps: 2);
        var logits = Tunings.Logits(model);
        Should.Throw<InvalidOperationException>(() => Tunings.Apply(name, model));
        Tunings.Logits(model).ShouldBe(logits);
    }
}
