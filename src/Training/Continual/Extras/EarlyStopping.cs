namespace Samantha.Training.Continual.Extras;

/// <summary>
/// Ends a task when what it is judged by has not risen for some epochs (Prechelt 1998, criterion UP). What it is judged by is
/// a part of the task's own samples, which then is not learned from.
/// </summary>
/// <param name="Share">The part that is kept for judging, in (0, 1).</param>
/// <param name="Patience">Epochs without a rise that it waits for one.</param>
public sealed record EarlyStopping(double Share = 0.1, int Patience = 1)
{
    /// <summary>Whether the epochs so far are enough.</summary>
    /// <param name="accuracies">The accuracy after each of them.</param>
    public bool IsEnough(IReadOnlyList<double> accuracies) =>
        accuracies.Count > Patience && accuracies.TakeLast(Patience).Max() <= accuracies.SkipLast(Patience).Max();

    /// <summary>What is learned from, and what it is judged by.</summary>
    public (IReadOnlyList<TSample> Learned, IReadOnlyList<TSample> Judged) Divide<TSample>(IReadOnlyList<TSample> samples)
    {
        var every = Math.Max(2, (int)Math.Round(1 / Share));
        return ([.. samples.Where((_, i) => i % every != 0)], [.. samples.Where((_, i) => i % every == 0)]);
    }
}
