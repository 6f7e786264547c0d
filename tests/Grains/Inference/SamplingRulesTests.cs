using Samantha.Contracts.Conversations;
using Samantha.Contracts.Problems;
using Samantha.Grains.Inference;

namespace Samantha.Grains.Tests.Inference;

public sealed class SamplingRulesTests
{
    private static readonly SamplingSettings[] Wrong =
    [
        new(Temperature: -0.1),
        new(Temperature: double.NaN),
        new(TopK: 0),
        new(TopP: 0),
        new(TopP: 1.1),
        new(MinP: -1),
        new(RepetitionPenalty: 0.5),
        new(MaxTokens: 0),
        new(MaxTokens: 1_000),
        new(Stop: ["a", "b", "c", "d", "e"]),
        new(Stop: [""]),
    ];

    [Fact]
    public void Check_OutOfRange_Throws()
    {
        foreach (var settings in Wrong)
            Should.Throw<InvalidSamplingException>(() => SamplingRules.Check(settings, 100), settings.ToString());
    }

    [Fact]
    public void Complete_Gaps_AreFilledFromTheDefaults()
    {
        var defaults = new SamplingSettings(Temperature: 0.7, TopP: 0.9, MaxTokens: 50);

        SamplingRules.Complete(new SamplingSettings(Temperature: 0), defaults, 100).ShouldBe(defaults with { Temperature = 0 });
        SamplingRules.Complete(null, defaults, 100).ShouldBe(defaults);
    }
}
