using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>When and how a timer ticks.</summary>
    public readonly struct GrainTimerCreationOptions
    {
        /// <summary>Set <see cref="DueTime"/> and <see cref="Period"/>.</summary>
        public GrainTimerCreationOptions()
        {
        }

        /// <summary>Sets the times.</summary>
        [SetsRequiredMembers]
        public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        {
            DueTime = dueTime;
            Period = period;
        }

        /// <summary>The time until the first tick; <see cref="Timeout.InfiniteTimeSpan"/> for none.</summary>
        public required TimeSpan DueTime { get; init; }

        /// <summary>The time from the end of a tick to the next; <see cref="Timeout.InfiniteTimeSpan"/> for one tick only.</summary>
        public required TimeSpan Period { get; init; }

        /// <summary>Whether ticks interleave with calls and other timers.</summary>
        public bool Interleave { get; init; }

        /// <summary>Whether ticks keep the grain from idling.</summary>
        public bool KeepAlive { get; init; }
    }

    /// <summary>A timer of a grain's.</summary>
    public interface IGrainTimer : IDisposable
    {
        /// <summary>Changes when it ticks; during a tick, from its end on.</summary>
        void Change(TimeSpan dueTime, TimeSpan period);
    }
}

namespace Orleans.Timers
{
    /// <summary>Registers timers.</summary>
    public interface ITimerRegistry
    {
        /// <summary>Registers a timer of an activation's.</summary>
        IGrainTimer RegisterGrainTimer<TState>(IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options);
    }
}
