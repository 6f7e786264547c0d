using Samantha.Grains.Emotions;
using Samantha.Modeling.Emotions;

namespace Samantha.Grains.Tests.Emotions;

public sealed class AppraisalsTests
{
    [Fact]
    public void Of_Thanks_AreWarmAndPleasant()
    {
        var appraisal = Appraisals.Of(Reading("gratitude"));

        appraisal.Valence.ShouldBeGreaterThan(0.5);
        appraisal.Warmth.ShouldBeGreaterThan(0.8);
        appraisal.Hostility.ShouldBe(0, 1e-9);
        appraisal.Intensity.ShouldBe(1, 1e-9);
        appraisal.Dominant.ShouldBe("gratitude");
    }

    [Fact]
    public void Of_Anger_IsHostile()
    {
        var appraisal = Appraisals.Of(Reading("anger", "annoyance"));

        appraisal.Hostility.ShouldBeGreaterThan(0.9);
        appraisal.Warmth.ShouldBe(0, 1e-9);
        appraisal.Valence.ShouldBeLessThan(-0.4);
    }

    [Fact]
    public void Of_NeutralWords_MoveNothing()
    {
        var appraisal = Appraisals.Of(Reading("neutral"));

        appraisal.Intensity.ShouldBe(0, 1e-6);
        appraisal.Warmth.ShouldBe(0, 1e-9);
        appraisal.Hostility.ShouldBe(0, 1e-9);
    }

    [Fact]
    public void OfRating_Good_IsWarmAndPleasant()
    {
        Appraisals.OfRating(1).Warmth.ShouldBe(1);
        Appraisals.OfRating(5).Valence.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void OfRating_Bad_IsUnpleasant() => Appraisals.OfRating(-1).Valence.ShouldBeLessThan(0);

    private static EmotionReading Reading(params string[] labels)
    {
        var probabilities = EmotionLabels.Names.Select(name => labels.Contains(name) ? 1f : 0f).ToArray();
        return new EmotionReading
        {
            Probabilities = [.. probabilities],
            Labels = [.. labels],
            Dominant = labels[0],
            Affect = EmotionAffect.Fold(probabilities),
        };
    }
}
