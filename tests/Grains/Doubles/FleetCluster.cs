using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Models;
using Samantha.Grains.Inference;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Several silos of one world, each with an engine of its own.</summary>
internal sealed class FleetCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly ConcurrentDictionary<string, (FakeEngines Engines, ProcessLife Life)> _processes = new();
    private readonly WhereGrainsAre.Map _places = new();

    private FleetCluster(World world, short silos, Action<FakeEngine> prepare)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((options, silo) =>
        {
            var engines = new FakeEngines(world.Models, 1, options.SiloName);
            prepare(engines.First);
            var process = _processes[options.SiloName] = (engines, new ProcessLife());
            silo.Services.AddSingleton(_places);
            silo.AddIncomingGrainCallFilter<WhereGrainsAre>();
            silo.UseWorld(world, options.SiloName, process.Engines, process.Life);
        });
        _cluster = builder.Build();
    }

    public static async Task<FleetCluster> Start(World world, short silos, Action<FakeEngine>? prepare = null)
    {
        var cluster = new FleetCluster(world, silos, prepare ?? (_ => { }));
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    public IReadOnlyList<InProcessSiloHandle> Silos => [.. _cluster.GetActiveSilos()];

    public IGrainFactory Grains => _cluster.Client;

    public IModelRegistryGrain Registry => _cluster.Client.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);

    public IRolloutGrain Rollout => _cluster.Client.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey);

    public IEnumerable<FakeEngine> Engines => Silos.Select(EngineOf);

    public FakeEngine EngineOf(InProcessSiloHandle silo) => _processes[silo.Name].Engines.First;

    public InProcessSiloHandle SiloOfWorker(string worker) => Silos.Single(silo => worker.StartsWith(silo.Name + "/", StringComparison.Ordinal));

    /// <summary>The silo that a grain was called on last.</summary>
    public InProcessSiloHandle SiloOf(IAddressable grain) => Silos.Single(silo => silo.Name == _places.Silos[grain.GetGrainId()]);

    public IConversationGrain Conversation(InProcessSiloHandle from, string user) =>
        from.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IConversationGrain>(user);

    public Fleet FleetAsSeenBy(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<FleetView>().Current;

    public InferenceRouter RouterOf(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<InferenceRouter>();

    public Task<InProcessSiloHandle> Add() => _cluster.StartAdditionalSiloAsync();

    /// <summary>Stops a silo as an operator does.</summary>
    public Task Drain(InProcessSiloHandle silo) => _cluster.StopSiloAsync(silo);

    /// <summary>Ends a silo without a word, as kill -9 does.</summary>
    public Task Kill(InProcessSiloHandle silo)
    {
        _processes[silo.Name].Life.End();
        return _cluster.KillSiloAsync(silo);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
