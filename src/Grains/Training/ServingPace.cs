using Samantha.Inference;
using Samantha.Training;

namespace Samantha.Grains.Training;

/// <summary>
/// Lets training give way to requests: while replies are being written it rests after every step, as long as the step took
/// times the options' factor, and goes on at once when the last reply is done. It never rests forever, so it never starves.
/// </summary>
public sealed class ServingPace(IComputePriority serving, LearningOptions options, TimeProvider time) : ITrainingPace
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private long? _stepBegan;

    /// <inheritdoc/>
    public void BeforeStep(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_stepBegan is { } began)
            Rest(time.GetElapsedTime(began) * ((1 - options.BusyShare) / options.BusyShare), cancellationToken);
        _stepBegan = time.GetTimestamp();
    }

    private void Rest(TimeSpan longest, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (serving.Pressure.IsServing)
        {
            var left = longest - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                return;
            Task.Delay(left < Glance ? left : Glance, time, cancellationToken).GetAwaiter().GetResult();
        }
    }
}
