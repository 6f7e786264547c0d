using Samantha.Contracts.Conversations;
using Samantha.Grains.Hosting;

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
}
