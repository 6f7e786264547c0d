using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>
/// Starts observers stage by stage, those of one stage together, and stops the stages that started in reverse.
/// A failure to start stops the rest from starting; a failure to stop does not keep the others from stopping.
/// </summary>
internal class LifecycleSubject(ILogger logger) : ILifecycleObservable
{
    private readonly List<Subscription> _subscriptions = [];
    private int? _highestStartedStage;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (_highestStartedStage is { } highest && highest >= stage)
            throw new InvalidOperationException($"Unable to add {observerName} to stage {stage}: the lifecycle has already reached stage {highest}.");

        var subscription = new Subscription(this, observerName, stage, observer);
        lock (_subscriptions)
            _subscriptions.Add(subscription);

        return subscription;
    }

    public async Task OnStart(CancellationToken cancellationToken)
    {
        while (NextStage() is { Count: > 0 } stage)
        {
            if (cancellationToken.IsCancellationRequested)
                throw new OrleansLifecycleCanceledException("Lifecycle start canceled due to cancellation request");

            _highestStartedStage = stage[0].Stage;
            await (stage.Count == 1
                ? stage[0].Observer.OnStart(cancellationToken)
                : Task.WhenAll(stage.Select(entry => entry.Observer.OnStart(cancellationToken))));
            OnStageStarted(stage[0].Stage);
        }
    }

    public async Task OnStop(CancellationToken cancellationToken)
    {
        if (_highestStartedStage is not { } highest)
            return;

        foreach (var stage in Snapshot().Where(entry => entry.Stage <= highest).GroupBy(entry => entry.Stage).OrderByDescending(group => group.Key))
        {
            await Task.WhenAll(stage.Select(entry => StopAsync(entry, cancellationToken)));
            OnStageStopped(stage.Key);
        }
    }

    protected virtual void OnStageStarted(int stage)
    {
    }

    protected virtual void OnStageStopped(int stage)
    {
    }

    // Read anew for each stage: an observer may subscribe others to later stages while it starts.
    private List<Subscription> NextStage()
    {
        var stage = new List<Subscription>();
        foreach (var entry in Snapshot())
        {
            if (entry.Stage <= _highestStartedStage)
                continue;

            if (stage.Count > 0 && entry.Stage < stage[0].Stage)
                stage.Clear();

            if (stage.Count == 0 || entry.Stage == stage[0].Stage)
                stage.Add(entry);
        }

        return stage;
    }

    private Subscription[] Snapshot()
    {
        lock (_subscriptions)
            return [.. _subscriptions];
    }

    private async Task StopAsync(Subscription entry, CancellationToken cancellationToken)
    {
        try
        {
            await entry.Observer.OnStop(cancellationToken);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Stopping {Observer} at stage {Stage} failed", entry.Name, entry.Stage);
        }
    }

    private sealed record Subscription(LifecycleSubject Subject, string Name, int Stage, ILifecycleObserver Observer) : IDisposable
    {
        public void Dispose()
        {
            lock (Subject._subscriptions)
                Subject._subscriptions.Remove(this);
        }
    }
}
