using System.Collections.Concurrent;
using Orleans;
using Orleans.TestingHost;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;
using Samantha.Grains.Models;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>One process: a silo with the platform's grains.</summary>
internal sealed class SamanthaCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly ConcurrentDictionary<string, ProcessLife> _lives;
    private readonly World _world;

    private SamanthaCluster(InProcessTestCluster cluster, FakeEngines engines, ConcurrentDictionary<string, ProcessLife> lives, World world)
    {
        _lives = lives;
        _cluster = cluster;
        _world = world;
        Engines = engines;
    }

    public FakeEngines Engines { get; }

    public FakeEngine Engine => Engines.First;

    public IGrainFactory Grains => _cluster.Client;

    public IModelRegistryGrain Registry => _cluster.Client.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);

    public IRolloutGrain Rollout => _cluster.Client.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey);

    public ITrainerGrain Trainer => _cluster.Client.GetGrain<ITrainerGrain>(IModelRegistryGrain.DefaultKey);

    /// <summary>The names of the silos that run.</summary>
    public IReadOnlyList<string> Silos => [.. _cluster.GetActiveSilos().Select(silo => silo.Name)];

    /// <summary>Makes a version of a model, as any silo does.</summary>
    public Task<ModelVersion> Publish(ModelCandidate candidate) => new ModelPublisher(_world.Models, _cluster.Client).Publish(candidate);

    public IConversationGrain Conversation(string user = "ann") => _cluster.Client.GetGrain<IConversationGrain>(user);

    public TGrainObserver Observer<TGrainObserver>(TGrainObserver observer) where TGrainObserver : Orleans.IGrainObserver =>
        _cluster.Client.CreateObjectReference<TGrainObserver>(observer);

    public static async Task<SamanthaCluster> Start(World world)
    {
        var lives = new ConcurrentDictionary<string, ProcessLife>();
        var engines = new FakeEngines(world.Models, world.Workers);
        var builder = new InProcessTestClusterBuilder(world.Silos);
        builder.ConfigureSilo((settings, silo) => silo.UseWorld(world, settings.SiloName, engines, lives[settings.SiloName] = new ProcessLife()));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new SamanthaCluster(cluster, engines, lives, world);
    }

    /// <summary>Ends all processes without a word, as kill -9 does.</summary>
    public async Task Kill()
    {
        foreach (var silo in Silos)
            await Kill(silo);
        await _cluster.DisposeAsync();
    }

    /// <summary>Ends a process without a word.</summary>
    public Task Kill(string silo)
    {
        _lives[silo].End();
        return _cluster.KillSiloAsync(Of(silo));
    }

    /// <summary>Starts one more process.</summary>
    public Task StartAnother() => _cluster.StartAdditionalSiloAsync();

    /// <summary>Stops a process in good order.</summary>
    public Task Stop(string silo) => _cluster.StopSiloAsync(Of(silo));

    private InProcessSiloHandle Of(string silo) => _cluster.GetActiveSilos().Single(handle => handle.Name == silo);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
