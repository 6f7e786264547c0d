using FsCheck;
using FsCheck.Fluent;
using Samantha.Contracts.Emotions;
using Samantha.Grains.Emotions;

namespace Samantha.Grains.Tests.Emotions;

/// <summary>Anything that can come in, the absurd included; and what is within its bounds.</summary>
internal static class Arbitraries
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<double> AnyNumber = Gen.OneOf(
        ArbMap.Default.GeneratorFor<double>(),
        Gen.Elements(double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, -0.0, 1, -1, 1.0000000001));

    private static readonly Gen<double> Signed = Gen.Choose(-1000, 1000).Select(thousandths => thousandths / 1000.0);

    private static readonly Gen<double> Share = Gen.Choose(0, 1000).Select(thousandths => thousandths / 1000.0);

    private static readonly Gen<TimeSpan> AnyTime = Gen.OneOf(
        ArbMap.Default.GeneratorFor<TimeSpan>(),
        Gen.Elements(TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.Zero, TimeSpan.FromTicks(1), TimeSpan.FromDays(-3), TimeSpan.FromDays(400_000)));

    private static readonly Gen<EmotionDynamicsOptions> AnyOptions =
        from times in AnyTime.ArrayOf(3)
        from numbers in AnyNumber.ArrayOf(5)
        select new EmotionDynamicsOptions
        {
            AffectHalfLife = times[0],
            MoodHalfLife = times[1],
            TrustHalfLife = times[2],
            Empathy = numbers[0],
            DominanceMirroring = numbers[1],
            MoodRate = numbers[2],
            TrustGain = numbers[3],
            TrustLoss = numbers[4],
        };

    private static readonly Gen<Appraisal?> AnyAppraisal =
        Gen.OneOf(Appraisal(AnyNumber, AnyNumber).Select(Appraisal? (some) => some), Gen.Constant<Appraisal?>(null));

    private static readonly Gen<TimeSpan> SensibleTimes = Gen.Choose(0, 10_000_000).Select(tenths => TimeSpan.FromSeconds(tenths / 10.0));

    public static Arbitrary<TimeSpan> SensibleTime { get; } = SensibleTimes.ToArbitrary();

    public static Arbitrary<EmotionalState> AnyState { get; } = State(AnyNumber, AnyNumber).ToArbitrary();

    public static Arbitrary<EmotionalState> BoundedState { get; } = State(Signed, Share).ToArbitrary();

    /// <summary>A step from anything, with anything, after any time.</summary>
    public static Arbitrary<Step> AnyStep { get; } = (
        from state in State(AnyNumber, AnyNumber)
        from appraisal in AnyAppraisal
        from elapsed in AnyTime
        from temperament in Temperament(AnyNumber, AnyNumber)
        from options in AnyOptions
        select new Step(state, appraisal, elapsed, temperament, options)).ToArbitrary();

    /// <summary>A step from a state within its bounds, with the usual options.</summary>
    public static Arbitrary<Step> SensibleStep { get; } = (
        from state in State(Signed, Share)
        from appraisal in Appraisal(Signed, Share)
        from elapsed in SensibleTimes
        from temperament in Temperament(Signed, Share)
        select new Step(state, appraisal, elapsed, temperament, new EmotionDynamicsOptions())).ToArbitrary();

    private static Gen<EmotionalState> State(Gen<double> signed, Gen<double> share) =>
        from numbers in signed.ArrayOf(4)
        from trust in share
        from seconds in Gen.Choose(0, int.MaxValue)
        select new EmotionalState
        {
            Valence = numbers[0],
            Arousal = numbers[1],
            Dominance = numbers[2],
            Mood = numbers[3],
            Trust = trust,
            UpdatedAt = Epoch + TimeSpan.FromSeconds(seconds),
        };

    private static Gen<Appraisal> Appraisal(Gen<double> signed, Gen<double> share) =>
        from numbers in signed.ArrayOf(3)
        from shares in share.ArrayOf(3)
        select new Appraisal
        {
            Valence = numbers[0],
            Arousal = numbers[1],
            Dominance = numbers[2],
            Intensity = shares[0],
            Warmth = shares[1],
            Hostility = shares[2],
        };

    private static Gen<Temperament> Temperament(Gen<double> signed, Gen<double> share) =>
        from numbers in signed.ArrayOf(3)
        from trust in share
        select new Temperament { Valence = numbers[0], Arousal = numbers[1], Dominance = numbers[2], Trust = trust };
}
