namespace Samantha.Training.Data;

/// <summary>
/// Sources mixed into epochs of batches. A row is a dialogue from its beginning, as it is served; short documents share a
/// row, longer ones than a row are cut. Rows of about one length make a batch, so that hardly anything is padding.
/// An epoch is a pure function of the seed and its number: who knows the number and the batch goes on where another stopped.
/// </summary>
public sealed class Mixture : IBatchSource
{
    /// <summary>Documents are put together until a row has this share of the longest row.</summary>
    private const double ShortRow = 0.25;

    private readonly IReadOnlyList<TokenizedSource> sources;
    private readonly MixtureOptions options;
    private readonly int padding;

    /// <summary>Mixes sources.</summary>
    /// <param name="sources">What to mix.</param>
    /// <param name="options">Sizes and the seed.</param>
    /// <param name="padding">The token that fills rows.</param>
    /// <exception cref="ArgumentException">A size is impossible or there is nothing to mix.</exception>
    public Mixture(IReadOnlyList<TokenizedSource> sources, MixtureOptions options, int padding)
    {
        RowBatches.Validate(options);
        if (!sources.Any(source => source.Count > 0 && source.Passes > 0))
            throw new ArgumentException("There are no documents to learn from.", nameof(sources));
        (this.sources, this.options, this.padding) = (sources, options, padding);
    }

    /// <summary>Tokens that an epoch has on average, padding left out.</summary>
    public double TokensPerEpoch => sources.Sum(source => source.Tokens.Length * source.Passes);

    public IReadOnlyList<TokenBatch> Epoch(int epoch)
    {
        var rows = new List<Row>();
        for (var source = 0; source < sources.Count; source++)
            rows.AddRange(Rows(source, epoch));
        return [.. RowBatches.Make(rows, row => row.Length, options, new SplitMix64(options.Seed, epoch, 0)).Select(Fill)];
    }

    private IEnumerable<Row> Rows(int source, int epoch)
    {
        var shortest = (int)(options.RowLength * ShortRow);
        var pieces = new List<(int Start, int Length)>();
        var length = 0;
        foreach (var document in Documents(source, epoch))
        {
            var (start, end) = (sources[source].Starts[document], sources[source].Starts[document + 1]);
            if (length > 0 && length + end - start > options.RowLength)
                yield return Take();
            for (; end - start > options.RowLength; start += options.RowLength)
                yield return new Row(source, [(start, options.RowLength)]);
            pieces.Add((start, end - start));
            length += end - start;
            if (length >= shortest)
                yield return Take();
        }

        if (length > 1)
            yield return Take();

        Row Take()
        {
            var row = new Row(source, [.. pieces]);
            pieces.Clear();
            length = 0;
            return row;
        }
    }

    // The passes through a source lie one after another; an epoch takes the next stretch of them.
    private IEnumerable<int> Documents(int source, int epoch)
    {
        var (count, passes) = (sources[source].Count, sources[source].Passes);
        var (from, to) = ((long)(epoch * passes * count), (long)((epoch + 1) * passes * count));
        int[]? order = null;
        for (var at = from; at < to; at++)
        {
            if (order is null || at % count == 0)
            {
                order = [.. Enumerable.Range(0, count)];
                new SplitMix64(options.Seed, at / count, source + 1).Shuffle(order);
            }

            yield return order[at % count];
        }
    }

    private TokenBatch Fill(List<Row> rows)
    {
        var length = rows.Max(row => row.Length);
        var inputs = new long[rows.Count * length];
        var labels = new long[rows.Count * length];
        Array.Fill(inputs, padding);
        Array.Fill(labels, TokenBatch.Ignored);
        for (var i = 0; i < rows.Count; i++)
        {
            var at = i * length;
            foreach (var (start, count) in rows[i].Pieces)
            {
                foreach (var token in sources[rows[i].Source].Tokens.AsSpan(start, count))
                {
                    inputs[at] = labels[at] = token;
                    at++;
                }
            }
        }

        return new TokenBatch(rows.Count, length, inputs, labels, rows.Sum(row => row.Length - 1));
    }
}
