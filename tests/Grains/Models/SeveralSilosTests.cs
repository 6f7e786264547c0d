using Microsoft.Extensions.DependencyInjection;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Grains.Tests.Doubles;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Grains.Tests.Models;

/// <summary>Versions that several silos make at once.</summary>
public sealed class SeveralSilosTests : IAsyncLifetime
{
    private readonly World _world = new() { Silos = 3 };
    private SamanthaCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await _world.Start();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Start_EachWithTheSameModel_IsOneVersion()
    {
        var version = (await _cluster.Registry.List()).ShouldHaveSingleItem();
        (version.Id, version.Serving).ShouldBe((await _cluster.Registry.Current(), true));
        (await _world.Models.List(TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Publish_TheSameAtOnce_IsOneVersion()
    {
        var versions = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Publish("weights")));

        versions.Select(version => version.Id).Distinct().ShouldHaveSingleItem();
        (await _cluster.Registry.List()).Count.ShouldBe(2);
        (await _world.Models.List(TestContext.Current.CancellationToken)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Publish_SilosKilledMeanwhile_IsOneVersion()
    {
        var first = await Publish("weights");
        await _cluster.Kill(_cluster.Silos[0]);
        (await Publish("weights")).Id.ShouldBe(first.Id);
        var second = await Publish("others");
        await _cluster.Kill(_cluster.Silos[0]);
        (await Publish("others")).Id.ShouldBe(second.Id);

        (await _cluster.Registry.List()).Select(version => version.Sequence).ShouldBe([3, 2, 1]);
    }

    /// <summary>Silos are replaced by ones that were given another model: it is rolled out like any version, and only once.</summary>
    [Fact]
    public async Task Start_WithAnotherModel_RollsItOut()
    {
        var before = await _cluster.Registry.Current();
        await File.WriteAllTextAsync(Path.Combine(_world.ModelFolder, WeightFiles.SingleFile), "another", TestContext.Current.CancellationToken);
        await _cluster.StartAnother();

        (await _cluster.Rollout.Settled()).Stage.ShouldBe(RolloutStage.Done);
        var given = await _cluster.Registry.Current();
        given.ShouldNotBe(before);
        (await _cluster.Registry.Previous()).ShouldBe(before);

        await _cluster.Rollout.Rollback("Users dislike it.");
        await _cluster.Rollout.Settled();
        await _cluster.StartAnother();
        (await _cluster.Registry.Current()).ShouldBe(before);
        (await _cluster.Registry.List()).Count.ShouldBe(2);
    }

    /// <summary>A silo that was given another store cannot serve what the others do; that must not make them stop.</summary>
    [Fact]
    public async Task Start_WithAnotherStore_FailsAndLeavesTheOthersAsTheyAre()
    {
        var before = await _cluster.Registry.Current();
        _world.Services = services => services.AddSingleton<IModelStore>(new MemoryModelStore());

        await Should.ThrowAsync<UnknownVersionException>(() => _cluster.StartAnother());

        (await _cluster.Registry.Current()).ShouldBe(before);
        (await _cluster.Registry.Find(before!)).Standing.ShouldBe(ModelStanding.Accepted);
    }

    private async Task<ModelVersion> Publish(string weights)
    {
        var folder = Directory.CreateTempSubdirectory("samantha-candidate-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, WeightFiles.SingleFile), weights);
        try
        {
            return await _cluster.Publish(new ModelCandidate(folder, null, "test", 1, new Dictionary<string, double>(), [], null, null));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
