using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Lifecycle;

public interface ILifeGrain : IGrainWithStringKey
{
    Task<int> Instance();

    Task Deactivate();

    Task Pass(string gate);

    Task Delay(TimeSpan time);

    Task<string> Scoped();
}

public interface IShortLivedGrain : ILifeGrain;

public interface IKeptAliveGrain : ILifeGrain;

public abstract class LifeGrainBase(Probe probe) : Grain, ILifeGrain
{
    private readonly Probe _probe = probe;
    private int _instance;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _instance = _probe.Count("activations");
        _probe.Note($"activate {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _probe.Note($"deactivate {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        _probe[$"deactivated {this.GetPrimaryKeyString()}"].Mark();
        return Task.CompletedTask;
    }

    public Task<int> Instance() => Task.FromResult(_instance);

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task Pass(string gate)
    {
        await _probe[gate].PassAsync();
        _probe.Note($"passed {gate}");
    }

    public Task Delay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public virtual Task<string> Scoped() => Task.FromResult("");
}

public sealed class LifeGrain(Probe probe) : LifeGrainBase(probe);

[CollectionAgeLimit(Minutes = 2)]
public sealed class ShortLivedGrain(Probe probe) : LifeGrainBase(probe), IShortLivedGrain;

[CollectionAgeLimit(AlwaysActive = true)]
public sealed class KeptAliveGrain(Probe probe) : LifeGrainBase(probe), IKeptAliveGrain;

public sealed class ScopedThing(Probe probe) : IDisposable
{
    public void Dispose() => probe["scope disposed"].Mark();
}

public interface IScopeGrain : IGrainWithStringKey
{
    Task<string> Keyed();

    Task<bool> SameScope();

    Task Deactivate();
}

public sealed class ScopeGrain(ScopedThing thing, [Microsoft.Extensions.DependencyInjection.FromKeyedServices("k")] string keyed, IGrainContext context, IGrainFactory factory)
    : Grain, IScopeGrain
{
    public Task<string> Keyed() => Task.FromResult(keyed);

    public Task<bool> SameScope() => Task.FromResult(
        ReferenceEquals(thing, ServiceProvider.GetService(typeof(ScopedThing))) && ReferenceEquals(context, GrainContext) && factory is not null);

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public interface IFragileGrain : IGrainWithStringKey
{
    Task<string> Call();
}

public sealed class FragileGrain(Probe probe) : Grain, IFragileGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (probe.Count("attempts") == 1)
            throw new InvalidOperationException("not yet");
    }

    public Task<string> Call() => Task.FromResult("works");
}
