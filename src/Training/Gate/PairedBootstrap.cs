using Samantha.Training.Data;

namespace Samantha.Training.Gate;

/// <summary>
/// Compares two models on the same documents by drawing documents anew with replacement (Efron 1979; of models compared on
/// one test set, Koehn 2004): what is hard for both cancels out.
/// </summary>
public static class PairedBootstrap
{
    /// <summary>The ratio of two sums over the same documents, less one: by what share the first is larger.</summary>
    /// <param name="first">A number of each document.</param>
    /// <param name="second">The other number of each document, above 0 in sum.</param>
    /// <param name="confidence">How much of the draws lies between the bounds, in (0, 1).</param>
    /// <param name="resamples">How many draws.</param>
    /// <param name="seed">Seeds them.</param>
    public static Interval RelativeIncrease(IReadOnlyList<double> first, IReadOnlyList<double> second, double confidence, int resamples, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(second.Count, first.Count);
        ArgumentOutOfRangeException.ThrowIfZero(first.Count);
        var random = new SplitMix64(seed);
        var draws = new double[resamples];
        for (var i = 0; i < resamples; i++)
        {
            var (one, other) = (0.0, 0.0);
            for (var j = 0; j < first.Count; j++)
            {
                var document = random.Next(first.Count);
                one += first[document];
                other += second[document];
            }

            draws[i] = one / other - 1.0;
        }

        Array.Sort(draws);
        var tail = (1.0 - confidence) / 2.0;
        return new Interval(Quantile(draws, tail), first.Sum() / second.Sum() - 1.0, Quantile(draws, 1.0 - tail));
    }

    private static double Quantile(double[] sorted, double share) => sorted[Math.Clamp((int)(share * sorted.Length), 0, sorted.Length - 1)];
}
