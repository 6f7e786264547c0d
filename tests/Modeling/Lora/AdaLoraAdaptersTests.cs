using Samantha.Modeling.Lora;
using Samantha.Modeling.Tests.Tuning;
using TorchSharp;

namespace Samantha.Modeling.Tests.Lora;

public sealed class AdaLoraAdaptersTests
{
    private static readonly AdaLoraConfig Config = new() { InitialRank = 4, TargetRank = 1, Steps = 16, WarmupSteps = 3, FinalSteps = 4 };

    [Fact]
    public void Stepped_WholeTraining_NeverHasMoreRanksThanTheBudget()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        using var adapters = AdaLoraAdapters.Apply(model, Config, seed: 1);
        var budgets = new List<int>();
        for (var step = 0; step < Config.Steps; step++)
        {
            Tunings.Train(model, adapters, steps: 1);
            adapters.Ranks.Values.Sum().ShouldBeLessThanOrEqualTo(adapters.Budget);
            budgets.Add(adapters.Budget);
        }

        budgets.ShouldBe(budgets.OrderDescending());
        adapters.Ranks.Values.Sum().ShouldBe(Config.TargetRank * adapters.Ranks.Count);
    }

    [Fact]
    public void Stepped_InTheFinalSteps_KeepsTheSameRanks()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        using var adapters = AdaLoraAdapters.Apply(model, Config, seed: 1);
        Tunings.Train(model, adapters, Config.Steps - Config.FinalSteps);
        var ranks = adapters.Ranks;
        Tunings.Train(model, adapters, Config.FinalSteps);
        adapters.Ranks.ShouldBe(ranks);
        ranks.Values.Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Penalty_OrthonormalVectors_IsNothing()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        using var adapters = AdaLoraAdapters.Apply(model, Config, seed: 1);
        adapters.Penalty().item<float>().ShouldBeGreaterThan(0.1f);
        using (torch.no_grad())
        {
            foreach (var weight in adapters.Weights().Where(weight => !weight.Name.EndsWith("lora_E", StringComparison.Ordinal)))
                weight.Parameter.copy_(torch.eye(weight.Parameter.shape[0], weight.Parameter.shape[1]));
        }

        adapters.Penalty().item<float>().ShouldBe(0, 1e-6f);
    }

    [Fact]
    public void Apply_ImpossibleSettings_AreRefused()
    {
        using var model = TinyModels.Decoder();
        foreach (var config in new[] { Config with { TargetRank = 5 }, Config with { Steps = 7 }, Config with { Beta1 = 1 } })
            Should.Throw<ArgumentException>(() => AdaLoraAdapters.Apply(model, config));
    }
}
