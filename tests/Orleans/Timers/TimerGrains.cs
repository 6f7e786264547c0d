using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Timers;

public interface ITimerGrain : IGrainWithStringKey
{
    Task Start(TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive);

    Task StartGated(string gate, TimeSpan dueTime, TimeSpan period);

    Task StartFailing(TimeSpan dueTime, TimeSpan period);

    Task Change(TimeSpan dueTime, TimeSpan period);

    Task Stop();

    Task Pass(string gate);

    Task<int> Ticks();

    Task Deactivate();
}

public sealed class TimerGrain(Probe probe) : Grain, ITimerGrain
{
    private IGrainTimer? _timer;
    private int _ticks;

    public Task Start(TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive)
    {
        _timer = this.RegisterGrainTimer(
            static (grain, _) => grain.Tick(),
            this,
            new GrainTimerCreationOptions { DueTime = dueTime, Period = period, Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task StartGated(string gate, TimeSpan dueTime, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(
            async token =>
            {
                await Tick();
                await probe[gate].PassAsync();
                if (token.IsCancellationRequested)
                    probe["tick cancelled"].Mark();
            },
            new GrainTimerCreationOptions(dueTime, period) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task StartFailing(TimeSpan dueTime, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(
            async () =>
            {
                await Tick();
                throw new InvalidOperationException("tick");
            },
            dueTime,
            period);
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task Pass(string gate) => probe[gate].PassAsync();

    public Task<int> Ticks() => Task.FromResult(_ticks);

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe["deactivated"].Mark();
        return Task.CompletedTask;
    }

    private Task Tick()
    {
        _ticks++;
        probe[$"tick {_ticks}"].Mark();
        return Task.CompletedTask;
    }
}
