namespace Samantha.Training.Data;

/// <summary>
/// Batches with tokens hidden, other ones each epoch. What is hidden is a pure function of the seed and the batch's place,
/// which a run's step tells, so that nothing of it need be kept.
/// </summary>
/// <param name="source">The batches.</param>
/// <param name="masking">Hides.</param>
/// <param name="seed">Of all masks.</param>
public sealed class MaskedBatches(IBatchSource source, TokenMasking masking, long seed) : IBatchSource
{
    // Tells these streams from those that order the batches.
    private const long Stream = 0x6D61736B;

    public IReadOnlyList<TokenBatch> Epoch(int epoch) =>
    [
        .. source.Epoch(epoch)
            .Select((batch, at) => masking.Apply(batch, new SplitMix64(seed, Stream, epoch, at)))
            .Where(batch => batch.Predicted > 0),
    ];
}
