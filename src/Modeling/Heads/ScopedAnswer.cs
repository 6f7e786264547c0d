using System.Numerics.Tensors;

namespace Samantha.Modeling.Heads;

/// <summary>What a head says of a text.</summary>
/// <param name="Class">The class with the greatest score.</param>
/// <param name="Confidence">
/// Its score less half of what speaks for anything else: the score is small for a text unlike all that was learned, and its
/// rivals' is great for a text like two of the classes, or like texts of none. Scores are taken for logarithms, as a mixture's are.
/// </param>
public readonly record struct ScopedAnswer(int Class, float Confidence)
{
    /// <summary>What scores say.</summary>
    /// <param name="scores">
    /// A text's scores: of the classes, and then, where the head was taught texts of none, of those. Where nothing was learned,
    /// the confidence is negative infinity.
    /// </param>
    /// <param name="classes">How many classes there are.</param>
    public static ScopedAnswer Of(ReadOnlySpan<float> scores, int classes)
    {
        var known = scores[..classes];
        var best = TensorPrimitives.IndexOfMax(known);
        var rivals = scores.Length > classes ? scores[classes] : LogSum(known, known[best]);
        return new ScopedAnswer(best, float.IsNegativeInfinity(known[best]) ? known[best] : known[best] - rivals / 2);
    }

    private static float LogSum(ReadOnlySpan<float> scores, float greatest)
    {
        var sum = 0.0;
        foreach (var score in scores)
            sum += Math.Exp(score - greatest);
        return greatest + (float)Math.Log(sum);
    }
}
