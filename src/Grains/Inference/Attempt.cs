using Orleans.Runtime;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Problems;

namespace Samantha.Grains.Inference;

/// <summary>A request at a worker: what comes of it goes into the loads and the signals.</summary>
/// <param name="errand">Its place in the worker's load.</param>
/// <param name="signals">Where it counts; null where it does not.</param>
/// <param name="version">The version that answers.</param>
/// <param name="worker">The worker.</param>
/// <param name="time">The clock.</param>
internal sealed class Attempt(WorkerLoads.Errand errand, SignalBook? signals, string? version, string worker, TimeProvider time) : IDisposable
{
    // Nobody waits for ever: how long one waited who gave up says at least how long it would have been.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly long _sentAt = time.GetTimestamp();

    /// <summary>Whether something of the reply came.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>A piece of the reply came.</summary>
    public void Continued(GenerationEvent piece)
    {
        errand.Progress();
        if (!HasBegun)
        {
            HasBegun = true;
            signals?.Began(piece.Version, worker, time.GetElapsedTime(_sentAt));
        }

        if (piece.Finish is null)
            return;
        signals?.Requested(piece.Version, worker, failed: false);
        if (piece is { Usage.ReplyTokens: > 1 and var tokens, Writing: { } writing })
            signals?.Wrote(piece.Version, worker, writing / (tokens - 1));
    }

    /// <summary>It ended with an error.</summary>
    public void Failed(Exception error)
    {
        if (version is null)
            return;
        if (IsOfVersion(error))
            signals?.Requested(version, worker, failed: true);
        else if (error is OperationCanceledException && !HasBegun && time.GetElapsedTime(_sentAt) is var waited && waited >= Patience)
            signals?.Began(version, worker, waited);
    }

    public void Dispose() => errand.Dispose();

    // Not what callers ask for wrongly, what silos do, or that there is too much to do.
    private static bool IsOfVersion(Exception error) => error is not (
        OperationCanceledException
        or OrleansException or EnumerationAbortedException or WorkerGoneException
        or OverloadedException or InvalidSamplingException or TextTooLongException);
}
