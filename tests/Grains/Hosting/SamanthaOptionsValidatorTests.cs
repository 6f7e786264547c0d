using Samantha.Contracts.Conversations;
using Samantha.Grains.Hosting;
using Samantha.Training.Continual.Strategies;

namespace Samantha.Grains.Tests.Hosting;

public sealed class SamanthaOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_Succeeds() => new SamanthaOptionsValidator().Validate(null, new SamanthaOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void Validate_SeveralWrong_NamesThemAll()
    {
        var options = new SamanthaOptions { ModelFolder = "" };
        options.Conversations.HistoryTurns = 99;
        options.Conversations.Sampling = new SamplingSettings(Temperature: 5);
        options.Learning.LongestWait = TimeSpan.Zero;
        options.Learning.BusyShare = 0;
        options.Rollout.FirstWave = 0;
        options.Rollout.CanaryShare = 0;
        options.Rollout.Margins.PerToken = 1;

        var failures = new SamanthaOptionsValidator().Validate(null, options).Failures!.ToList();

        failures.Count.ShouldBe(8);
        failures.ShouldContain("Conversations:HistoryTurns must be from 0 to 16.");
    }

    [Theory]
    [InlineData("der+++", "default", "Learning:Strategy: 'der+++' is no strategy. There are: neurons, descent, sequential,")]
    [InlineData("slda", "default", "Learning:Strategy: 'slda' fits a head over fixed features to classes")]
    [InlineData("replay", "prefix", "Learning:Tuning: 'prefix' stands before every sequence")]
    [InlineData("descent", "adapter", "Learning:Tuning: 'adapter' bends what passes through it")]
    [InlineData("o-lora", "full", "Learning:Tuning: 'full' has no subspaces of low rank")]
    [InlineData("descent", "loha", "Learning:Tuning: 'loha' is no tuning. What can be chosen: default, full, lora, adalora.")]
    public void Validate_StrategyOrTuningThatCannotBe_SaysWhy(string strategy, string tuning, string said)
    {
        var options = new SamanthaOptions();
        (options.Learning.Strategy, options.Learning.Tuning) = (strategy, tuning);

        new SamanthaOptionsValidator().Validate(null, options).Failures!.ShouldHaveSingleItem().ShouldStartWith(said);
    }

    [Fact]
    public void Validate_OptionsOfAnotherStrategy_SayWhichItIs()
    {
        var options = new SamanthaOptions();
        options.Learning.Lessons = options.Learning.Lessons with { Dropout = 0.1, WeightDecay = 0.1, Strategies = new StrategyOptions { Adversary = 0.5 } };
        new SamanthaOptionsValidator().Validate(null, options).Failures!.Count().ShouldBe(3);

        options.Learning.Strategy = "replay";
        new SamanthaOptionsValidator().Validate(null, options).Failures!.ShouldHaveSingleItem().ShouldContain("Dropout");
        options.Learning.Tuning = "lora";
        new SamanthaOptionsValidator().Validate(null, options).Failures!.ShouldHaveSingleItem().ShouldContain("Adversary");
    }
}
