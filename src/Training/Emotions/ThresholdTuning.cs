namespace Samantha.Training.Emotions;

/// <summary>Finds for one label the score above which to decide for it so that F1 is greatest.</summary>
internal static class ThresholdTuning
{
    // F1 as a function of how many texts are decided for is averaged over that many texts less or more, as a share: its
    // peaks by chance, which do not return on other texts, thus lose to broad hills.
    private const double Window = 0.15;

    /// <param name="scores">A score for each text, higher the likelier the label.</param>
    /// <param name="truth">Whether the text has the label.</param>
    /// <returns>A score between two texts'; above every score if no text has the label.</returns>
    public static double Tune(ReadOnlySpan<double> scores, ReadOnlySpan<bool> truth)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(truth.Length, scores.Length);
        var descending = scores.ToArray();
        var labels = truth.ToArray();
        Array.Sort(descending, labels, Comparer<double>.Create((one, other) => other.CompareTo(one)));
        var positives = labels.Count(label => label);
        if (positives == 0)
            return double.MaxValue;

        // sums[k] = F1 of deciding for the first 1, …, k texts, added up.
        var sums = new double[labels.Length + 1];
        for (var (k, found) = (1, 0); k <= labels.Length; k++)
        {
            found += labels[k - 1] ? 1 : 0;
            sums[k] = sums[k - 1] + 2.0 * found / (k + positives);
        }

        var (best, greatest) = (1, double.NegativeInfinity);
        for (var k = 1; k <= labels.Length; k++)
        {
            var reach = Math.Max((int)(k * Window), 1);
            var (first, last) = (Math.Max(k - 1 - reach, 0), Math.Min(k + reach, labels.Length));
            var mean = (sums[last] - sums[first]) / (last - first);
            if (mean > greatest)
                (best, greatest) = (k, mean);
        }

        return best == labels.Length ? double.MinValue : (descending[best - 1] + descending[best]) / 2;
    }
}
