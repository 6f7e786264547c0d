using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;
using Orleans.Runtime.Placement.Filtering;
using Samantha.Orleans.Tests.Support;

#pragma warning disable ORLEANSEXP004 // What is tested.

namespace Samantha.Orleans.Tests.Cluster;

[RandomPlacement]
[RequiredMatchSiloMetadataPlacementFilter(["zone"])]
public sealed class ZonedGrain(Probe probe, ILocalSiloDetails silo, [PersistentState("count")] IPersistentState<CounterState> state)
    : PlacedGrainBase(probe, silo, state);

[RandomPlacement]
[PreferredMatchSiloMetadataPlacementFilter(["rack", "zone"], minCandidates: 1)]
public sealed class NearGrain(Probe probe, ILocalSiloDetails silo, [PersistentState("count")] IPersistentState<CounterState> state)
    : PlacedGrainBase(probe, silo, state);

[RandomPlacement]
[OnAccelerator]
public sealed class AcceleratedGrain(Probe probe, ILocalSiloDetails silo, [PersistentState("count")] IPersistentState<CounterState> state)
    : PlacedGrainBase(probe, silo, state);

[AttributeUsage(AttributeTargets.Class)]
public sealed class OnAcceleratorAttribute() : PlacementFilterAttribute(new AcceleratorFilter());

public sealed class AcceleratorFilter() : PlacementFilterStrategy(order: 0);

public sealed class AcceleratorFilterDirector(ISiloMetadataCache metadata) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos) =>
        silos.Where(silo => metadata.GetSiloMetadata(silo).Metadata.ContainsKey("accelerator"));
}

public sealed class PlacementFilterTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string>[] Metadata =
    [
        new() { ["zone"] = "a", ["rack"] = "1" },
        new() { ["zone"] = "a", ["rack"] = "2", ["accelerator"] = "yes" },
        new() { ["zone"] = "b", ["rack"] = "1" },
    ];

    private TestSilos _silos = null!;

    public async ValueTask InitializeAsync()
    {
        var started = -1;
        _silos = await TestSilos.StartAsync(3, (_, silo) =>
        {
            silo.UseSiloMetadata(Metadata[++started]);
            silo.Services.AddPlacementFilter<AcceleratorFilter, AcceleratorFilterDirector>(ServiceLifetime.Singleton);
        });
    }

    public ValueTask DisposeAsync() => _silos.DisposeAsync();

    [Fact]
    public async Task RequiredMatch_PlacesOnSilosWithTheCallersMetadata()
    {
        (await HostsAsync<ZonedGrain>(caller: 2, "b")).ShouldBe([2]);
        (await HostsAsync<ZonedGrain>(caller: 0, "a")).ShouldBe([0, 1]);
    }

    [Fact]
    public async Task PreferredMatch_PlacesOnTheSilosThatMatchBest() => (await HostsAsync<NearGrain>(caller: 1, "near")).ShouldBe([1]);

    [Fact]
    public async Task Filter_OfTheApplication_DecidesByMetadata() => (await HostsAsync<AcceleratedGrain>(caller: 0, "fast")).ShouldBe([1]);

    private async Task<int[]> HostsAsync<TGrain>(int caller, string prefix) where TGrain : IPlacedGrain
    {
        var silos = _silos.Cluster.Silos;
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => silos[caller].Factory().Placed<TGrain>($"{prefix} {i}").Where()));
        var names = answers.Select(answer => answer.Split(' ')[0]).ToHashSet();
        return [.. Enumerable.Range(0, silos.Count).Where(i => names.Contains(silos[i].Name))];
    }
}
