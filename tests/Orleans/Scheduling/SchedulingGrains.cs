using Orleans.Concurrency;
using Orleans.Serialization.Invocation;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Scheduling;

public interface ITurnGrain : IGrainWithStringKey
{
    Task Pass(string gate);

    [AlwaysInterleave]
    Task PassAlways(string gate);

    [ReadOnly]
    Task PassReading(string gate);

    Task<int> Instance();

    Task<bool> StaysOnScheduler();

    Task<int> CountUnsafely(int yields);

    Task<bool> TaskRunLeavesScheduler();
}

public abstract class TurnGrainBase : Grain, ITurnGrain
{
    private readonly Probe _probe;
    private readonly int _instance;
    private int _count;

    protected TurnGrainBase(Probe probe)
    {
        _probe = probe;
        _instance = probe.Count(GetType().Name);
    }

    public Task Pass(string gate) => _probe[gate].PassAsync();

    public Task PassAlways(string gate) => _probe[gate].PassAsync();

    public Task PassReading(string gate) => _probe[gate].PassAsync();

    public Task<int> Instance() => Task.FromResult(_instance);

    public async Task<bool> StaysOnScheduler()
    {
        var scheduler = TaskScheduler.Current;
        var started = await Task.Factory.StartNew(() => TaskScheduler.Current);
        await Task.Yield();
        await Task.Run(() => { });
        return scheduler != TaskScheduler.Default && ReferenceEquals(scheduler, TaskScheduler.Current) && ReferenceEquals(scheduler, started);
    }

    public async Task<int> CountUnsafely(int yields)
    {
        for (var i = 0; i < yields; i++)
        {
            var seen = _count;
            await Task.Yield();
            _count = seen + 1;
        }

        return _count;
    }

    public Task<bool> TaskRunLeavesScheduler() => Task.Run(() => TaskScheduler.Current == TaskScheduler.Default);
}

public sealed class TurnGrain(Probe probe) : TurnGrainBase(probe);

public interface IReentrantGrain : ITurnGrain;

[Reentrant]
public sealed class ReentrantGrain(Probe probe) : TurnGrainBase(probe), IReentrantGrain;

public interface IChoosyGrain : ITurnGrain;

[MayInterleave(nameof(MayInterleave))]
public sealed class ChoosyGrain(Probe probe) : TurnGrainBase(probe), IChoosyGrain
{
    public static bool MayInterleave(IInvokable request) => request.GetArgumentCount() > 0 && request.GetArgument(0) is "let in";
}

public interface IWorkerGrain : ITurnGrain;

[StatelessWorker(2)]
public sealed class WorkerGrain(Probe probe) : TurnGrainBase(probe), IWorkerGrain;

public interface ICallerGrain : IGrainWithStringKey
{
    Task<string> CallBack(string other, bool allow);

    Task<string> Relay(string back);

    Task<string> Answer();
}

public sealed class CallerGrain(Probe probe) : Grain, ICallerGrain
{
    public async Task<string> CallBack(string other, bool allow)
    {
        using var section = allow ? RequestContext.AllowCallChainReentrancy() : default;
        return await GrainFactory.GetGrain<ICallerGrain>(other).Relay(this.GetPrimaryKeyString());
    }

    public Task<string> Relay(string back)
    {
        var answer = GrainFactory.GetGrain<ICallerGrain>(back).Answer();
        probe["asked"].Mark();
        return answer;
    }

    public Task<string> Answer() => Task.FromResult("answer");
}
