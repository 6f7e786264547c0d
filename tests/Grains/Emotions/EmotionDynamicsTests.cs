using FsCheck;
using FsCheck.Fluent;
using Samantha.Contracts.Emotions;
using Samantha.Grains.Emotions;
using Samantha.Modeling;
using Samantha.Modeling.Emotions;

namespace Samantha.Grains.Tests.Emotions;

public sealed class EmotionDynamicsTests
{
    private const double Tolerance = 1e-9;

    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly Temperament Calm = new();
    private static readonly EmotionDynamicsOptions Usual = new();
    private static readonly EmotionalState Rest = EmotionDynamics.AtRest(Calm, Now);

    [Fact]
    public void Advance_WhateverComesIn_StaysInBounds() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(Arbitraries.AnyStep, step =>
        {
            var after = step.After();
            return new[] { after.Valence, after.Arousal, after.Dominance, after.Mood }.All(value => value is >= -1 and <= 1)
                && after.Trust is >= 0 and <= 1
                && EmotionLabels.Names.Contains(after.Dominant)
                && after.UpdatedAt >= step.State.UpdatedAt;
        }));

    [Fact]
    public void Advance_SameInput_GivesSameState() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Arbitraries.AnyStep, step => step.After() == (step with { State = step.State with { } }).After()));

    [Fact]
    public void Advance_TwoStepsOfTime_EqualOneOfTheirSum() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Arbitraries.SensibleStep, Arbitraries.SensibleTime, (step, more) =>
        {
            var twice = (step with { State = step.Settled(), Elapsed = more }).Settled();
            var once = (step with { Elapsed = step.Elapsed + more }).Settled();
            return Distance(twice, once) < Tolerance && twice.UpdatedAt == once.UpdatedAt;
        }));

    [Fact]
    public void Advance_Time_BringsEveryQuantityNearerToTemperament() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Arbitraries.SensibleStep, step =>
        {
            var rest = EmotionDynamics.AtRest(step.Temperament, Now);
            return Values(step.Settled()).Zip(Values(step.State), Values(rest))
                .All(value => Math.Abs(value.First - value.Third) <= Math.Abs(value.Second - value.Third) + Tolerance);
        }));

    [Fact]
    public void Advance_OneHalfLife_HalvesTheDistance()
    {
        var after = EmotionDynamics.Advance(Rest with { Valence = 1, Arousal = -0.8 }, null, Usual.AffectHalfLife, Calm, Usual);

        after.Valence.ShouldBe(Calm.Valence + (1 - Calm.Valence) / 2, Tolerance);
        after.Arousal.ShouldBe(-0.4, Tolerance);
    }

    [Fact]
    public void Advance_LongSilence_ReachesTemperament() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Arbitraries.SensibleStep, step => Distance(
            (step with { Elapsed = TimeSpan.FromDays(36_500) }).Settled(), EmotionDynamics.AtRest(step.Temperament, Now)) < Tolerance));

    [Fact]
    public void Advance_NoTimeAndNoEvent_ChangesNothing() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Arbitraries.SensibleStep, step => Distance((step with { Elapsed = TimeSpan.Zero }).Settled(), step.State) == 0));

    [Fact]
    public void Advance_ClockSetBack_CountsAsNoTime() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Arbitraries.SensibleStep, step =>
            (step with { Elapsed = -step.Elapsed }).After() == (step with { Elapsed = TimeSpan.Zero }).After()));

    [Fact]
    public void Advance_Appraisal_MovesAffectTowardsIt() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Arbitraries.SensibleStep, step =>
        {
            var (settled, after, appraisal) = (step.Settled(), step.After(), step.Appraisal!);
            return Math.Abs(after.Valence - appraisal.Valence) <= Math.Abs(settled.Valence - appraisal.Valence) + Tolerance
                && Math.Abs(after.Arousal - appraisal.Arousal) <= Math.Abs(settled.Arousal - appraisal.Arousal) + Tolerance;
        }));

    [Fact]
    public void Advance_MoreIntensity_MovesAffectFurther() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Arbitraries.SensibleStep, step =>
        {
            var faint = step with { Appraisal = step.Appraisal! with { Intensity = step.Appraisal.Intensity / 2 } };
            return Math.Abs(faint.After().Valence - step.Settled().Valence)
                <= Math.Abs(step.After().Valence - step.Settled().Valence) + Tolerance;
        }));

    [Fact]
    public void Advance_Appraisal_MovesMoodLessThanValence()
    {
        var after = EmotionDynamics.Advance(Rest, new Appraisal { Valence = -1, Intensity = 1 }, TimeSpan.Zero, Calm, Usual);

        after.Mood.ShouldBeLessThan(Rest.Mood);
        (Rest.Mood - after.Mood).ShouldBeLessThan((Rest.Valence - after.Valence) / 5);
    }

    [Fact]
    public void Advance_Trust_IsNeverLoweredByWarmthNorRaisedByHostility() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Arbitraries.SensibleStep, step =>
        {
            var warm = (step with { Appraisal = step.Appraisal! with { Hostility = 0 } }).After().Trust;
            var hostile = (step with { Appraisal = step.Appraisal with { Warmth = 0 } }).After().Trust;
            return warm >= step.Settled().Trust && hostile <= step.Settled().Trust;
        }));

    [Theory]
    [InlineData(1, true)]
    [InlineData(-1, false)]
    public void Advance_Rating_MovesTrustAndValence(int rating, bool rises)
    {
        var after = EmotionDynamics.Advance(Rest, Appraisals.OfRating(rating), TimeSpan.Zero, Calm, Usual);

        (after.Trust > Rest.Trust).ShouldBe(rises);
        (after.Valence > Rest.Valence).ShouldBe(rises);
    }

    [Fact]
    public void Advance_RatingTakenBack_MovesNothing() =>
        EmotionDynamics.Advance(Rest, Appraisals.OfRating(0), TimeSpan.Zero, Calm, Usual).ShouldBe(Rest);

    [Fact]
    public void Advance_TimidUser_IsLed()
    {
        var fear = EmotionAffect.Of("fear");
        var appraisal = new Appraisal { Valence = fear.Valence, Arousal = fear.Arousal, Dominance = fear.Dominance, Intensity = 1 };

        EmotionDynamics.Advance(Rest, appraisal, TimeSpan.Zero, Calm, Usual).Dominance.ShouldBeGreaterThan(Rest.Dominance);
    }

    [Fact]
    public void Advance_BeyondTheLastMoment_StopsThere()
    {
        var late = Rest with { UpdatedAt = DateTimeOffset.MaxValue - TimeSpan.FromSeconds(1) };

        EmotionDynamics.Advance(late, null, TimeSpan.MaxValue, Calm, Usual).UpdatedAt.ShouldBe(DateTimeOffset.MaxValue);
    }

    [Theory]
    [InlineData(0, 0, 0, "neutral")]
    [InlineData(0.9, 0.5, 0.4, "joy")]
    [InlineData(-0.7, -0.3, -0.5, "sadness")]
    [InlineData(-0.7, 0.7, -0.6, "fear")]
    public void Advance_State_IsNamedAfterTheNearestFeeling(double valence, double arousal, double dominance, string expected)
    {
        var state = Rest with { Valence = valence, Arousal = arousal, Dominance = dominance };

        EmotionDynamics.Advance(state, null, TimeSpan.Zero, Calm, Usual).Dominant.ShouldBe(expected);
    }

    [Fact]
    public void Explain_AnyStep_AccountsForTheWholeChange() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Arbitraries.AnyStep, step =>
        {
            var change = EmotionDynamics.Explain(step.State, step.Appraisal, step.Elapsed, step.Temperament, step.Options);
            return change.After == step.After()
                && change.Axes.Select(axis => axis.Axis).SequenceEqual(["valence", "arousal", "dominance", "mood", "trust"])
                && change.Axes.Zip(Values(change.Before), Values(change.After))
                    .All(axis => axis.First.Before == axis.Second && Math.Abs(axis.First.After - axis.Third) < Tolerance);
        }));

    [Fact]
    public void Explain_Summary_NamesTheCauses()
    {
        var appraisal = new Appraisal { Valence = 0.9, Intensity = 1 };

        var summary = EmotionDynamics.Explain(Rest with { Arousal = 0.8 }, appraisal, Usual.AffectHalfLife, Calm, Usual).Summary;

        summary.ShouldContain("arousal 0.80 to 0.16 (-0.40 by time, -0.24 by what was said)");
        summary.ShouldContain("valence 0.20 to 0.62 (0 by time, +0.42 by what was said)");
    }

    [Fact]
    public void Explain_NothingHappened_SaysSo() =>
        EmotionDynamics.Explain(Rest, null, TimeSpan.Zero, Calm, Usual).Summary.ShouldEndWith("nothing moved");

    [Theory]
    [InlineData(-1, 1, DialogueFormat.ValenceLow + DialogueFormat.ArousalHigh)]
    [InlineData(0, 0, DialogueFormat.ValenceMid + DialogueFormat.ArousalMid)]
    [InlineData(1, -1, DialogueFormat.ValenceHigh + DialogueFormat.ArousalLow)]
    public void ControlTokens_State_NameItsThirds(double valence, double arousal, string expected) =>
        EmotionDynamics.ControlTokens(new EmotionalState { Valence = valence, Arousal = arousal }).ShouldBe(expected);

    [Fact]
    public void ControlTokens_AnyState_AreTwoOfTheSpecialTokens() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Arbitraries.AnyState, state =>
        {
            var tokens = EmotionDynamics.ControlTokens(state);
            return DialogueFormat.SpecialTokens.Count(token => tokens.Contains(token, StringComparison.Ordinal)) == 2;
        }));

    private static double[] Values(EmotionalState state) => [state.Valence, state.Arousal, state.Dominance, state.Mood, state.Trust];

    private static double Distance(EmotionalState one, EmotionalState other) =>
        Values(one).Zip(Values(other), (a, b) => Math.Abs(a - b)).Max();
}
