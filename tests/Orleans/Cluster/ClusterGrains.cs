using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Placement;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Cluster;

public interface IPlacedGrain : IGrainWithStringKey
{
    /// <summary>The silo's name and the activation's.</summary>
    Task<string> Where();

    Task<string> WhereIs(string other);

    Task<int> Increment();

    Task Pass(string gate);

    Task Deactivate();

    Task<List<int>> Change(List<int> values);

    Task<string?> Context(string key);
}

/// <summary>Says where it is, and counts in stored state.</summary>
public abstract class PlacedGrainBase(Probe probe, ILocalSiloDetails silo, IPersistentState<CounterState> state) : Grain, IPlacedGrain
{
    private readonly string _activation = Guid.NewGuid().ToString("N");

    public Task<string> Where() => Task.FromResult($"{silo.Name} {_activation}");

    public virtual Task<string> WhereIs(string other) => GrainFactory.GetGrain<IPlacedGrain>(other, GetType().FullName).Where();

    public async Task<int> Increment()
    {
        state.State.Count++;
        await state.WriteStateAsync();
        return state.State.Count;
    }

    public Task Pass(string gate) => probe[gate].PassAsync();

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<List<int>> Change(List<int> values)
    {
        values.Add(values.Count);
        return Task.FromResult(values);
    }

    public Task<string?> Context(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Count($"activations of {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }
}

[GenerateSerializer]
public sealed class CounterState
{
    [Id(0)]
    public int Count { get; set; }
}

[RandomPlacement]
public sealed class RandomGrain(Probe probe, ILocalSiloDetails silo, [PersistentState("count")] IPersistentState<CounterState> state)
    : PlacedGrainBase(probe, silo, state);

[PreferLocalPlacement]
public sealed class LocalGrain(Probe probe, ILocalSiloDetails silo, [PersistentState("count")] IPersistentState<CounterState> state)
    : PlacedGrainBase(probe, silo, state);

[HashBasedPlacement]
public sealed class HashedGrain(Probe probe, ILocalSiloDetails silo, [PersistentState("count")] IPersistentState<CounterState> state)
    : PlacedGrainBase(probe, silo, state);

[ActivationCountBasedPlacement]
public sealed class CountedGrain(Probe probe, ILocalSiloDetails silo, [PersistentState("count")] IPersistentState<CounterState> state)
    : PlacedGrainBase(probe, silo, state);

public interface IHereGrain : IGrainWithIntegerKey
{
    Task<string> Where();
}

[StatelessWorker]
public sealed class HereGrain(ILocalSiloDetails silo) : Grain, IHereGrain
{
    public Task<string> Where() => Task.FromResult(silo.Name);
}

/// <summary>Calls from inside a silo.</summary>
public static class SiloCalls
{
    public static IPlacedGrain Placed<TGrain>(this IGrainFactory factory, string key) where TGrain : IPlacedGrain =>
        factory.GetGrain<IPlacedGrain>(key, typeof(TGrain).FullName);

    public static IGrainFactory Factory(this global::Orleans.TestingHost.InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<IGrainFactory>();
}
