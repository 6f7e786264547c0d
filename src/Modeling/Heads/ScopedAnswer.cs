namespace Samantha.Modeling.Heads;

/// <summary>What a head says of a text.</summary>
/// <param name="Class">The class with the greatest score.</param>
/// <param name="Margin">How much more speaks for it than for the next: small where the text may be of neither.</param>
public readonly record struct ScopedAnswer(int Class, float Margin)
{
    /// <summary>What scores say.</summary>
    /// <param name="scores">A text's scores; of a single class the margin has no bound.</param>
    public static ScopedAnswer Of(ReadOnlySpan<float> scores)
    {
        var (best, greatest, next) = (0, float.NegativeInfinity, float.NegativeInfinity);
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > greatest)
                (best, greatest, next) = (i, scores[i], greatest);
            else if (scores[i] > next)
                next = scores[i];
        }

        return new ScopedAnswer(best, float.IsNegativeInfinity(greatest) ? 0 : greatest - next);
    }
}
