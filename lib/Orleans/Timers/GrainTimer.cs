using System.Reflection;
using Microsoft.Extensions.Logging;
using Orleans.CodeGeneration;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>
/// A timer whose tick is a message from the activation to itself: it waits its turn like a call. The clock is set
/// again when a tick has ended, so ticks never overlap.
/// </summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Tick _tick;
    private readonly CancellationTokenSource _disposed = new();
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _isTicking;
    private bool _isChanged;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options, TimeProvider clock, ILogger logger)
    {
        _activation = activation;
        _callback = callback;
        _options = options;
        _logger = logger;
        _tick = new Tick(this);

        // The async locals of the call that registers a timer are not the timer's.
        using (Flow.Suppress())
            _timer = clock.CreateTimer(static state => ((GrainTimer)state!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, nameof(dueTime));
        Validate(period, nameof(period));
        _isChanged = true;
        _dueTime = dueTime;
        _period = period;
        if (!_isTicking)
            SetClock(dueTime);
    }

    private async ValueTask<Response> TickAsync()
    {
        _isChanged = false;
        try
        {
            if (!_disposed.IsCancellationRequested)
                await _callback(_disposed.Token);
        }
        catch (Exception exception)
        {
            _logger.LogWarning(exception, "A timer of {Grain} failed", _activation.GrainId);
        }
        finally
        {
            _isTicking = false;
            SetClock(_isChanged ? _dueTime : _period);
        }

        return Response.Completed;
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested)
            return;

        _disposed.Cancel();
        _timer.Dispose();
        _activation.RemoveTimer(this);
    }

    private static void Validate(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((long)time.TotalMilliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)time.TotalMilliseconds, uint.MaxValue - 1, name);
    }

    private void OnDue()
    {
        _isTicking = true;
        var options = _options.Interleave ? InvokeMethodOptions.AlwaysInterleave : InvokeMethodOptions.None;
        _activation.Receive(Message.CreateLocal(_activation, _tick, options, _options.KeepAlive));
    }

    private void SetClock(TimeSpan time)
    {
        try
        {
            if (!_disposed.IsCancellationRequested)
                _timer.Change(time, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // Disposed of on another thread in between; there is nothing to set.
        }
    }

    /// <summary>The call that a tick is; one for all ticks, since they do not overlap.</summary>
    private sealed class Tick(GrainTimer timer) : RequestBase
    {
        private static readonly MethodInfo Method = typeof(GrainTimer).GetMethod(nameof(TickAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

        public override ValueTask<Response> Invoke() => timer.TickAsync();

        public override object? GetTarget() => timer;

        public override void SetTarget(ITargetHolder holder)
        {
        }

        public override string GetMethodName() => nameof(Tick);

        public override string GetInterfaceName() => nameof(IGrainTimer);

        public override string GetActivityName() => "IGrainTimer/Tick";

        public override Type GetInterfaceType() => typeof(IGrainTimer);

        public override MethodInfo GetMethod() => Method;

        public override void Dispose()
        {
        }
    }
}
