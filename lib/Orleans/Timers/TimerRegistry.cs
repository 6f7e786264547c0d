using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Timers;

/// <summary>Makes the timers of a silo's activations.</summary>
internal sealed class TimerRegistry(TimeProvider clock, ILogger<TimerRegistry> logger) : ITimerRegistry
{
    public IGrainTimer RegisterGrainTimer<TState>(IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(grainContext);
        ArgumentNullException.ThrowIfNull(callback);
        if (RuntimeContext.Current is null)
            throw new InvalidOperationException("A timer is registered by code of its grain, on the grain's scheduler; this thread has left it.");

        if (!ReferenceEquals(RuntimeContext.Current, grainContext))
            throw new InvalidOperationException("Current grain context differs from specified grain context.");

        var activation = (Activation)grainContext;
        var timer = new GrainTimer(activation, token => callback(state, token), options, clock, logger);
        activation.AddTimer(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }
}
