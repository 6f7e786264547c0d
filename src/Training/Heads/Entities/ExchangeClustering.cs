namespace Samantha.Training.Heads.Entities;

/// <summary>
/// Divides words into classes so that a word's class tells as much of its neighbours as it can: each word in turn goes
/// where Σ N(class, neighbour) log N(class, neighbour) - Σ N(class) log N(class) is greatest (exchange algorithm; Kneser and
/// Ney 1993).
/// </summary>
internal static class ExchangeClustering
{
    private const int Rounds = 6;

    // n log n of small numbers; most counts are.
    private static readonly double[] Logarithms = [.. Enumerable.Range(0, 1 << 18).Select(n => n == 0 ? 0 : n * Math.Log(n))];

    /// <summary>The class of each word.</summary>
    /// <param name="neighbours">For each word, the commonest first, how often each neighbour stands by it.</param>
    /// <param name="kinds">How many neighbours there can be.</param>
    /// <param name="classes">How many classes there shall be.</param>
    /// <param name="cancellationToken">Stops between rounds.</param>
    public static int[] Divide(IReadOnlyList<(int Neighbour, int Count)[]> neighbours, int kinds, int classes, CancellationToken cancellationToken = default)
    {
        var counts = new int[classes * kinds];
        var totals = new int[classes];
        int[] result = [.. Enumerable.Range(0, neighbours.Count).Select(word => word % classes)];
        for (var word = 0; word < result.Length; word++)
            Move(counts, totals, kinds, neighbours[word], result[word], 1);
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var word = 0; word < result.Length; word++)
            {
                Move(counts, totals, kinds, neighbours[word], result[word], -1);
                result[word] = Best(counts, totals, kinds, neighbours[word]);
                Move(counts, totals, kinds, neighbours[word], result[word], 1);
            }
        }

        return result;
    }

    private static int Best(int[] counts, int[] totals, int kinds, (int Neighbour, int Count)[] word)
    {
        var total = word.Sum(neighbour => neighbour.Count);
        var (best, greatest) = (0, double.NegativeInfinity);
        for (var @class = 0; @class < totals.Length; @class++)
        {
            var row = counts.AsSpan(@class * kinds, kinds);
            var gain = Logarithm(totals[@class]) - Logarithm(totals[@class] + total);
            foreach (var (neighbour, count) in word)
                gain += Logarithm(row[neighbour] + count) - Logarithm(row[neighbour]);
            if (gain > greatest)
                (best, greatest) = (@class, gain);
        }

        return best;
    }

    private static void Move(int[] counts, int[] totals, int kinds, (int Neighbour, int Count)[] word, int @class, int by)
    {
        foreach (var (neighbour, count) in word)
        {
            counts[@class * kinds + neighbour] += by * count;
            totals[@class] += by * count;
        }
    }

    private static double Logarithm(int n) => n < Logarithms.Length ? Logarithms[n] : n * Math.Log(n);
}
