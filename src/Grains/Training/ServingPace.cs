using Samantha.Inference;
using Samantha.Training;

namespace Samantha.Grains.Training;

/// <summary>
/// Lets training rest while replies are being written, where <see cref="LearningOptions.BusyShare"/> is below 1: after every
/// step, so long that the share is kept, and no longer than until the last reply is done. It never rests forever, so it never
/// starves.
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
