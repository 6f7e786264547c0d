namespace Samantha.Training.Lessons;

/// <summary>Passes a pace on and adds up how long it made training wait.</summary>
/// <param name="pace">The pace; none waits for nothing.</param>
/// <param name="time">Tells how long it takes.</param>
internal sealed class MeteredPace(ITrainingPace? pace, TimeProvider time) : ITrainingPace
{
    /// <summary>All waiting so far.</summary>
    public TimeSpan Waited { get; private set; }

    /// <inheritdoc/>
    public void BeforeStep(CancellationToken cancellationToken)
    {
        if (pace is null)
            return;
        var began = time.GetTimestamp();
        pace.BeforeStep(cancellationToken);
        Waited += time.GetElapsedTime(began);
    }
}
