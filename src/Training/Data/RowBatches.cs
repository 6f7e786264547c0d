namespace Samantha.Training.Data;

/// <summary>Puts rows of about one length together, so that hardly anything of a batch is padding.</summary>
internal static class RowBatches
{
    /// <exception cref="ArgumentException">A size is impossible.</exception>
    public static void Validate(MixtureOptions options)
    {
        if (options.RowLength < 2 || options.BatchTokens < options.RowLength)
            throw new ArgumentException("A row needs two tokens and a batch room for a row.", nameof(options));
    }

    /// <summary>The rows in batches, both in an order of chance.</summary>
    /// <param name="rows">The rows; they are shuffled.</param>
    /// <param name="length">A row's tokens.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="random">The chance.</param>
    public static IReadOnlyList<List<T>> Make<T>(List<T> rows, Func<T, int> length, MixtureOptions options, SplitMix64 random)
    {
        random.Shuffle(rows);
        // Sorted within pools only: with all rows sorted the batches of one length would always hold the same rows.
        var batches = new List<List<T>>();
        var meanLength = (double)rows.Sum(row => (long)length(row)) / Math.Max(1, rows.Count);
        var pooled = Math.Max(1, (int)((double)options.PoolBatches * options.BatchTokens / Math.Max(1.0, meanLength)));
        foreach (var pool in rows.Chunk(pooled))
            batches.AddRange(Cut(pool.OrderBy(length), length, options.BatchTokens));
        random.Shuffle(batches);
        return batches;
    }

    private static IEnumerable<List<T>> Cut<T>(IEnumerable<T> sorted, Func<T, int> length, int most)
    {
        var batch = new List<T>();
        foreach (var row in sorted)
        {
            if (batch.Count > 0 && (batch.Count + 1) * length(row) > most)
            {
                yield return batch;
                batch = [];
            }

            batch.Add(row);
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
