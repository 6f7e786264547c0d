using Samantha.Contracts.Training;

namespace Samantha.Grains.Training;

/// <summary>Who follows the trainer. One that was not renewed for some minutes, or does not answer, is dropped.</summary>
internal sealed class TrainingObservers(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<ITrainingObserver, DateTimeOffset> _observers = [];
    private DateTimeOffset _told;
    private TrainingPhase _phase;

    public void Add(ITrainingObserver observer) => _observers[observer] = time.GetUtcNow();

    public void Remove(ITrainingObserver observer) => _observers.Remove(observer);

    /// <summary>Tells all of them, unless they were told of the same phase a moment ago.</summary>
    public void Tell(Func<TrainingStatus> status)
    {
        var now = time.GetUtcNow();
        if (_observers.Count == 0)
            return;
        var shown = status();
        if (shown.Phase == _phase && now - _told < Interval)
            return;
        _told = now;
        _phase = shown.Phase;
        foreach (var (observer, renewed) in _observers.ToList())
        {
            if (now - renewed > Lifetime)
                _observers.Remove(observer);
            else
                _ = Tell(observer, shown);
        }
    }

    private async Task Tell(ITrainingObserver observer, TrainingStatus status)
    {
        try
        {
            await observer.Changed(status);
        }
        catch (Exception)
        {
            // Gone: it may subscribe again.
            _observers.Remove(observer);
        }
    }
}
