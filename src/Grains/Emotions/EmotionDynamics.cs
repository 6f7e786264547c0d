using Samantha.Contracts.Emotions;
using Samantha.Modeling;

namespace Samantha.Grains.Emotions;

/// <summary>
/// The companion's emotional state as a pure function of the state before, what happened and the time between. Time lets
/// every quantity decay exponentially to the temperament; an event then moves it a share of the way to where the event
/// points. Both steps stay between the points they join, so a state within its bounds never leaves them, whatever comes in.
/// </summary>
public static class EmotionDynamics
{
    /// <summary>The state of a companion that has met no one yet.</summary>
    public static EmotionalState AtRest(Temperament temperament, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(temperament);
        return Named(Axes.Of(temperament)) with { UpdatedAt = now };
    }

    /// <summary>The state after a time, and after an event at the end of it.</summary>
    /// <param name="state">The state before. What is not a number in it counts as the temperament's.</param>
    /// <param name="appraisal">The event; null if only time passed. What is not a number in it counts as 0.</param>
    /// <param name="elapsed">The time since the state; below zero, as after a clock was set back, counts as zero.</param>
    /// <param name="temperament">What the state decays to.</param>
    /// <param name="options">How quickly it moves.</param>
    public static EmotionalState Advance(
        EmotionalState state,
        Appraisal? appraisal,
        TimeSpan elapsed,
        Temperament temperament,
        EmotionDynamicsOptions options) => Explain(state, appraisal, elapsed, temperament, options).After;

    /// <summary>As <see cref="Advance"/>, with what time and the event each did to every quantity.</summary>
    public static EmotionalChange Explain(
        EmotionalState state,
        Appraisal? appraisal,
        TimeSpan elapsed,
        Temperament temperament,
        EmotionDynamicsOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(temperament);
        ArgumentNullException.ThrowIfNull(options);

        elapsed = elapsed < TimeSpan.Zero ? TimeSpan.Zero : elapsed;
        var rest = Axes.Of(temperament);
        var before = Axes.Of(state, rest);
        var settled = Settle(before, rest, elapsed, options);
        var after = appraisal is null ? settled : Respond(settled, appraisal, options);
        return new EmotionalChange(
            Named(before) with { UpdatedAt = state.UpdatedAt },
            Named(after) with { UpdatedAt = Later(state.UpdatedAt, elapsed) },
            [
                new("valence", before.Valence, settled.Valence - before.Valence, after.Valence - settled.Valence),
                new("arousal", before.Arousal, settled.Arousal - before.Arousal, after.Arousal - settled.Arousal),
                new("dominance", before.Dominance, settled.Dominance - before.Dominance, after.Dominance - settled.Dominance),
                new("mood", before.Mood, settled.Mood - before.Mood, after.Mood - settled.Mood),
                new("trust", before.Trust, settled.Trust - before.Trust, after.Trust - settled.Trust),
            ]);
    }

    /// <summary>The control tokens that tell the language model how the companion feels: one of valence, one of arousal.</summary>
    public static string ControlTokens(EmotionalState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return DialogueFormat.ControlTokens(state.Valence, state.Arousal);
    }

    private static Axes Settle(Axes from, Axes rest, TimeSpan elapsed, EmotionDynamicsOptions options)
    {
        var affect = Gone(elapsed, options.AffectHalfLife);
        return new Axes(
            Between(from.Valence, rest.Valence, affect),
            Between(from.Arousal, rest.Arousal, affect),
            Between(from.Dominance, rest.Dominance, affect),
            Between(from.Mood, rest.Mood, Gone(elapsed, options.MoodHalfLife)),
            Between(from.Trust, rest.Trust, Gone(elapsed, options.TrustHalfLife)));
    }

    private static Axes Respond(Axes from, Appraisal appraisal, EmotionDynamicsOptions options)
    {
        var intensity = Bounded.Share(appraisal.Intensity);
        var pull = intensity * Bounded.Share(options.Empathy);
        var valence = Between(from.Valence, Bounded.Signed(appraisal.Valence), pull);
        var mirrored = Bounded.Signed(appraisal.Dominance) * Bounded.Signed(options.DominanceMirroring);
        var earned = Between(from.Trust, 1, Bounded.Share(appraisal.Warmth) * Bounded.Share(options.TrustGain));
        return new Axes(
            valence,
            Between(from.Arousal, Bounded.Signed(appraisal.Arousal), pull),
            Between(from.Dominance, mirrored, pull),
            Between(from.Mood, valence, intensity * Bounded.Share(options.MoodRate)),
            Between(earned, 0, Bounded.Share(appraisal.Hostility) * Bounded.Share(options.TrustLoss)));
    }

    // The share of the way to the temperament that is gone after a time: 2^(-t/h) of the way is left, and so two steps leave
    // what one of their sum leaves.
    private static double Gone(TimeSpan elapsed, TimeSpan halfLife)
    {
        if (elapsed == TimeSpan.Zero)
            return 0;
        return halfLife <= TimeSpan.Zero ? 1 : 1 - Math.Pow(2, -(elapsed / halfLife));
    }

    // Clamped because rounding can carry the last step past its end.
    private static double Between(double from, double to, double share) =>
        Math.Clamp(from + (to - from) * share, Math.Min(from, to), Math.Max(from, to));

    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan elapsed) =>
        DateTimeOffset.MaxValue - time < elapsed ? DateTimeOffset.MaxValue : time + elapsed;

    private static EmotionalState Named(Axes axes) => new()
    {
        Valence = axes.Valence,
        Arousal = axes.Arousal,
        Dominance = axes.Dominance,
        Mood = axes.Mood,
        Trust = axes.Trust,
        Dominant = Feelings.Nearest(axes.Valence, axes.Arousal, axes.Dominance),
    };

    // Only ever made of values within their bounds.
    private readonly record struct Axes(double Valence, double Arousal, double Dominance, double Mood, double Trust)
    {
        public static Axes Of(Temperament rest) => new(
            Bounded.Signed(rest.Valence),
            Bounded.Signed(rest.Arousal),
            Bounded.Signed(rest.Dominance),
            Bounded.Signed(rest.Valence),
            Bounded.Share(rest.Trust));

        public static Axes Of(EmotionalState state, Axes rest) => new(
            Bounded.Signed(state.Valence, rest.Valence),
            Bounded.Signed(state.Arousal, rest.Arousal),
            Bounded.Signed(state.Dominance, rest.Dominance),
            Bounded.Signed(state.Mood, rest.Mood),
            Bounded.Share(state.Trust, rest.Trust));
    }
}
