namespace Samantha.Orleans.Tests.Support;

/// <summary>A clock that stands until it is advanced; timers tick on the thread that advances it, in the order of their times.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan DueTime, TaskCompletionSource Source)> _waiting = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        var end = GetUtcNow() + time;
        while (true)
        {
            ManualTimer? due;
            lock (_gate)
            {
                due = _timers.Where(timer => timer.DueAt <= end).MinBy(timer => timer.DueAt);
                if (due is null)
                {
                    _now = end;
                    return;
                }

                if (due.DueAt > _now)
                    _now = due.DueAt;

                if (due.Period > TimeSpan.Zero)
                    due.DueAt += due.Period;
                else
                    _timers.Remove(due);
            }

            due.Tick();
        }
    }

    /// <summary>Advances step by step, with a barrier after each, until a task has ended.</summary>
    public async Task AdvanceUntilAsync(Task task, TimeSpan step, Func<Task> barrier)
    {
        while (!task.IsCompleted)
        {
            Advance(step);
            await barrier();
        }
    }

    /// <summary>Advances as slowly as it can until a task has ended that may wait for the clock, to try something again.</summary>
    public async Task CreepUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        await task;
    }

    /// <summary>Completes when a timer is next set to this time from then.</summary>
    public Task TimerSet(TimeSpan dueTime)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _waiting.Add((dueTime, source));

        return source.Task;
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset DueAt { get; set; }

        public TimeSpan Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;

                DueAt = clock._now + dueTime;
                Period = period;
                clock._timers.Add(this);
                foreach (var waiting in clock._waiting.Where(waiting => waiting.DueTime == dueTime).ToArray())
                {
                    clock._waiting.Remove(waiting);
                    waiting.Source.TrySetResult();
                }

                return true;
            }
        }

        public void Tick() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
