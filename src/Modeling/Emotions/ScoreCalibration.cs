namespace Samantha.Modeling.Emotions;

/// <summary>
/// Turns the two parts' scores into probabilities and decisions: p = σ(linear · s + recurrent · u + intercept), with
/// numbers of each label's own (Platt, 1999); a label is decided for where p is above its threshold.
/// </summary>
/// <param name="Linear">(28): the slope of the linear part's score.</param>
/// <param name="Recurrent">(28): that of the recurrent part's mean score.</param>
/// <param name="Intercept">(28).</param>
/// <param name="Thresholds">(28): probabilities.</param>
public sealed record ScoreCalibration(float[] Linear, float[] Recurrent, float[] Intercept, float[] Thresholds)
{
    /// <summary>Both parts' scores added up as they are.</summary>
    internal static ScoreCalibration None { get; } = new(Constant(1), Constant(1), Constant(0), Constant(0.5f));

    /// <summary>Whether every list has 28 finite numbers.</summary>
    internal bool IsValid => new[] { Linear, Recurrent, Intercept, Thresholds }
        .All(list => list.Length == EmotionLabels.Count && list.All(float.IsFinite));

    internal void Apply(ReadOnlySpan<float> linear, ReadOnlySpan<float> recurrent, Span<float> probabilities)
    {
        for (var label = 0; label < probabilities.Length; label++)
        {
            var logit = Linear[label] * linear[label] + Recurrent[label] * recurrent[label] + Intercept[label];
            probabilities[label] = 1 / (1 + MathF.Exp(-logit));
        }
    }

    private static float[] Constant(float value)
    {
        var values = new float[EmotionLabels.Count];
        Array.Fill(values, value);
        return values;
    }
}
