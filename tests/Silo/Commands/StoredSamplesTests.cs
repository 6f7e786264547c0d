using Samantha.Silo.Commands;

namespace Samantha.Silo.Tests.Commands;

public sealed class StoredSamplesTests
{
    [Fact]
    public void Of_StrategyThatKeepsSamples_IsWhatWasAskedForOrATenth()
    {
        StoredSamples.Of("replay", [150, 750]).ShouldBe([150, 750]);
        StoredSamples.Of("replay", null).ShouldBe([1500]);
    }

    [Fact]
    public void Of_StrategyThatKeepsNothingOrAll_IsItsOwnWhateverWasAskedFor()
    {
        StoredSamples.Of("default", [150]).ShouldBe([0]);
        StoredSamples.Of("joint-mixture", [150]).ShouldBe([int.MaxValue]);
    }

    [Fact]
    public void Ignored_NumberWithoutUse_IsSaidOfEachStrategy()
    {
        StoredSamples.Ignored(["default", "replay", "joint"], [750]).ShouldBe(
        [
            "--buffer has no effect on default, which keeps no sample.",
            "--buffer has no effect on joint, which keeps all samples.",
        ]);
    }

    [Theory]
    [InlineData("default", false)]
    [InlineData(null, true)]
    public void Ignored_NothingAskedForByName_IsSilent(string? strategy, bool buffer) =>
        StoredSamples.Ignored(strategy is null ? null : [strategy], buffer ? [750] : null).ShouldBeEmpty();
}
