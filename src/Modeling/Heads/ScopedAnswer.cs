using System.Numerics.Tensors;

namespace Samantha.Modeling.Heads;

/// <summary>What a head says of a text.</summary>
/// <param name="Class">The class with the greatest score.</param>
/// <param name="Confidence">
/// How much speaks for it: half its score, which is small for a text unlike all that was learned, and half the logarithm of its
/// share among the classes, which is small for a text like two of them. Scores are taken for logarithms, as a mixture's are.
/// </param>
public readonly record struct ScopedAnswer(int Class, float Confidence)
{
    /// <summary>What scores say.</summary>
    /// <param name="scores">A text's scores; where nothing was learned, the confidence is negative infinity.</param>
    public static ScopedAnswer Of(ReadOnlySpan<float> scores)
    {
        var best = Math.Max(0, TensorPrimitives.IndexOfMax(scores));
        var greatest = scores.IsEmpty ? float.NegativeInfinity : scores[best];
        if (float.IsNegativeInfinity(greatest))
            return new ScopedAnswer(best, greatest);
        var rivals = 0.0;
        foreach (var score in scores)
            rivals += Math.Exp(score - greatest);
        return new ScopedAnswer(best, (greatest - (float)Math.Log(rivals)) / 2);
    }
}
