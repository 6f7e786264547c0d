namespace Samantha.Training.Data;

/// <summary>Where a run's batches come from. Whoever knows an epoch's number and a batch's goes on where another stopped.</summary>
public interface IBatchSource
{
    /// <summary>The batches of an epoch: a pure function of its number.</summary>
    /// <param name="epoch">From 0.</param>
    IReadOnlyList<TokenBatch> Epoch(int epoch);
}
