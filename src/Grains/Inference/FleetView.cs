using Samantha.Contracts.Models;

namespace Samantha.Grains.Inference;

/// <summary>The fleet as this silo last heard of it. Safe for several threads.</summary>
public sealed class FleetView
{
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Fleet _current = Fleet.Unknown;

    /// <summary>The last answer to a beat; it stays while none comes.</summary>
    public Fleet Current => _current;

    /// <summary>
    /// The fleet, as soon as anything was heard of it: grains come to a silo that has just joined before its first beat is
    /// answered, and its own workers have no version by then.
    /// </summary>
    /// <param name="patience">How long to wait for that.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see cref="Fleet.Unknown"/> where nothing was heard in that time.</returns>
    internal async Task<Fleet> Known(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        await _heard.Task.WaitAsync(patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellationToken.ThrowIfCancellationRequested();
        return _current;
    }

    internal void Update(Fleet fleet)
    {
        _current = fleet;
        _heard.TrySetResult();
    }
}
