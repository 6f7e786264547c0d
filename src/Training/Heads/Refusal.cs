using Samantha.Modeling.Heads;

namespace Samantha.Training.Heads;

/// <summary>A bar of confidence, below which a text is taken to be of no class.</summary>
/// <param name="Bar">The bar.</param>
internal sealed record Refusal(float Bar)
{
    /// <summary>The highest bar that leaves the accuracy on texts with a class within its costs.</summary>
    /// <param name="tune">What was said of texts that are not measured, and their class; -1 for none.</param>
    /// <param name="costs">How much accuracy refusing may cost.</param>
    public static Refusal Within(double costs, IReadOnlyList<(ScopedAnswer Said, int Truth)> tune)
    {
        var right = tune.Where(answer => answer.Truth >= 0 && answer.Said.Class == answer.Truth).Select(answer => answer.Said.Confidence).Order().ToList();
        return new Refusal(right.Count == 0 ? float.NegativeInfinity : right[Math.Min(right.Count - 1, (int)(costs * tune.Count(answer => answer.Truth >= 0)))]);
    }

    /// <summary>What refusing does to texts of classes and of none.</summary>
    public ScopeReport Measure(IReadOnlyList<(ScopedAnswer Said, int Truth)> test)
    {
        var classed = test.Where(answer => answer.Truth >= 0).ToList();
        var others = test.Where(answer => answer.Truth < 0).ToList();
        return new ScopeReport(
            Bar,
            (double)classed.Count(answer => answer.Said.Confidence >= Bar && answer.Said.Class == answer.Truth) / Math.Max(1, classed.Count),
            (double)others.Count(answer => answer.Said.Confidence < Bar) / Math.Max(1, others.Count));
    }
}
