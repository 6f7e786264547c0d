using Orleans.TestingHost;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>One process: a silo with the platform's grains.</summary>
internal sealed class SamanthaCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly ProcessLife _life;

    private SamanthaCluster(InProcessTestCluster cluster, FakeEngines engines, ProcessLife life)
    {
        _life = life;
        _cluster = cluster;
        Engines = engines;
    }

    public FakeEngines Engines { get; }

    public FakeEngine Engine => Engines.First;

    public IModelRegistryGrain Registry => _cluster.Client.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);

    public IRolloutGrain Rollout => _cluster.Client.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey);

    public ITrainerGrain Trainer => _cluster.Client.GetGrain<ITrainerGrain>(IModelRegistryGrain.DefaultKey);

    public IConversationGrain Conversation(string user = "ann") => _cluster.Client.GetGrain<IConversationGrain>(user);

    public TGrainObserver Observer<TGrainObserver>(TGrainObserver observer) where TGrainObserver : Orleans.IGrainObserver =>
        _cluster.Client.CreateObjectReference<TGrainObserver>(observer);

    public static async Task<SamanthaCluster> Start(World world)
    {
        var life = new ProcessLife();
        var engines = new FakeEngines(world.Models, world.Workers);
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.UseWorld(world, engines, life));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new SamanthaCluster(cluster, engines, life);
    }

    /// <summary>Ends the process without a word, as kill -9 does.</summary>
    public async Task Kill()
    {
        _life.End();
        await _cluster.KillSiloAsync(_cluster.Silos[0]);
        await _cluster.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
