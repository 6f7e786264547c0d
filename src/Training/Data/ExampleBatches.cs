namespace Samantha.Training.Data;

/// <summary>Examples in batches: an epoch has each of them once.</summary>
public sealed class ExampleBatches : IBatchSource
{
    private readonly IReadOnlyList<TokenExample> examples;
    private readonly MixtureOptions options;
    private readonly int padding;

    /// <param name="examples">At least one.</param>
    /// <param name="options">Sizes and the seed.</param>
    /// <param name="padding">The token that fills rows.</param>
    /// <exception cref="ArgumentException">A size is impossible, or there are no examples.</exception>
    public ExampleBatches(IReadOnlyList<TokenExample> examples, MixtureOptions options, int padding)
    {
        RowBatches.Validate(options);
        ArgumentOutOfRangeException.ThrowIfZero(examples.Count, nameof(examples));
        (this.examples, this.options, this.padding) = (examples, options, padding);
    }

    public IReadOnlyList<TokenBatch> Epoch(int epoch) =>
        [.. RowBatches.Make([.. examples], example => example.Ids.Length, options, new SplitMix64(options.Seed, epoch, 0)).Select(Fill)];

    private TokenBatch Fill(List<TokenExample> rows)
    {
        var length = rows.Max(row => row.Ids.Length);
        var inputs = new long[rows.Count * length];
        var labels = new long[rows.Count * length];
        Array.Fill(inputs, padding);
        Array.Fill(labels, TokenBatch.Ignored);
        foreach (var (i, row) in rows.Index())
        {
            for (var at = 0; at < row.Ids.Length; at++)
                (inputs[i * length + at], labels[i * length + at]) = (row.Ids[at], row.Labels[at]);
        }

        return new TokenBatch(rows.Count, length, inputs, labels, rows.Sum(row => row.Predicted)) { Tokens = rows.Sum(row => row.Ids.Length) };
    }
}
