namespace Orleans.Runtime;

/// <content>When an activation has idled long enough, and its timers.</content>
internal sealed partial class Activation
{
    /// <summary>Keeps the activation from being collected; a negative time takes that back.</summary>
    public void DelayDeactivation(TimeSpan timeSpan)
    {
        var now = Shared.Clock.GetUtcNow();
        Parts.KeepAliveUntil = timeSpan < TimeSpan.Zero ? default
            : timeSpan >= DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue
            : now + timeSpan;
    }

    /// <summary>Ends the activation if it has idled for as long as <paramref name="age"/>.</summary>
    public void CollectIfIdle(TimeSpan age)
    {
        // Seen from the collector's thread first, so that busy activations are not disturbed.
        if (IsIdle(age))
            _scheduler.QueueAction(() =>
            {
                if (IsIdle(age))
                    Deactivate(new(DeactivationReasonCode.ActivationIdle, $"The activation has been idle for {age}."));
            });
    }

    public void AddTimer(IDisposable timer) => (Parts.Timers ??= []).Add(timer);

    // A timer may be disposed of on any thread, the set is the activation's own.
    public void RemoveTimer(IDisposable timer)
    {
        if (ReferenceEquals(RuntimeContext.Current, this))
            _parts?.Timers?.Remove(timer);
        else
            _scheduler.QueueAction(() => _parts?.Timers?.Remove(timer));
    }

    private bool IsIdle(TimeSpan age) =>
        _state == ActivationState.Valid && _running is null && _waiting.Count == 0
        && Shared.Clock.GetElapsedTime(Volatile.Read(ref _lastActive)) >= age
        && (_parts is null || _parts.KeepAliveUntil <= Shared.Clock.GetUtcNow());
}
