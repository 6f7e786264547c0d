namespace Samantha.Grains.Hosting;

/// <summary>Wakes the one who waits. Rung while nobody waits, it wakes the next wait at once. Safe for several threads.</summary>
internal sealed class Bell
{
    private volatile TaskCompletionSource _rung = Unrung();

    public void Ring() => _rung.TrySetResult();

    /// <summary>Waits until it rings, for a time, or until cancelled; does not tell which.</summary>
    public async Task Wait(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        var rung = _rung;
        await rung.Task.WaitAsync(longest, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        // Whoever rings from here on wakes the next wait; whoever rang before did so before the waiter looks again.
        if (rung.Task.IsCompleted)
            _rung = Unrung();
    }

    private static TaskCompletionSource Unrung() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
