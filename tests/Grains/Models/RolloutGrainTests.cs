using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Grains.Tests.Doubles;

namespace Samantha.Grains.Tests.Models;

public sealed class RolloutGrainTests : IAsyncLifetime
{
    private readonly World _world = new() { Workers = 4 };
    private SamanthaCluster _cluster = null!;
    private string _first = null!;
    private string _second = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await _world.Start();
        _first = (await _cluster.Registry.Current())!;
        _second = await _world.Publish(_cluster.Grains, "second");
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Start_Version_ReachesAllWorkersByWaves()
    {
        await _cluster.Rollout.Start(_second);
        var status = await _cluster.Rollout.Settled();

        status.Stage.ShouldBe(RolloutStage.Done);
        status.Wave.ShouldBe(3);
        status.Workers.Values.ShouldAllBe(version => version == _second);
        _cluster.Engines.All.ShouldAllBe(engine => engine.CurrentVersion == _second);
        (await _cluster.Registry.Current()).ShouldBe(_second);
    }

    [Fact]
    public async Task Start_VersionThatDoesNotLoad_IsRolledBackAtTheCanary()
    {
        foreach (var engine in _cluster.Engines.All)
            engine.BeforePrepare = version => version == _second ? throw new VersionNotServableException("It is damaged.") : Task.CompletedTask;

        await _cluster.Rollout.Start(_second);
        var status = await _cluster.Rollout.Settled();

        status.Stage.ShouldBe(RolloutStage.RolledBack);
        status.Reason.ShouldBe("It is damaged.");
        (await _cluster.Registry.Current()).ShouldBe(_first);
        (await _cluster.Registry.Find(_second)).Standing.ShouldBe(ModelStanding.RolledBack);
        _cluster.Engines.All.ShouldAllBe(engine => engine.CurrentVersion == _first);
    }

    [Fact]
    public async Task Start_WhileAnother_IsRefused()
    {
        var third = await _world.Publish(_cluster.Grains, "third");
        var hold = Hold(_second);
        await _cluster.Rollout.Start(_second);

        await Should.ThrowAsync<RolloutConflictException>(() => _cluster.Rollout.Start(third));
        hold.SetResult();
        (await _cluster.Rollout.Settled()).Stage.ShouldBe(RolloutStage.Done);
    }

    [Fact]
    public async Task Start_KilledAnywhere_GoesOnAfterTheRestart()
    {
        // The process is killed when one more worker is to be moved than the time before.
        for (var moved = 0; moved < 4; moved++)
        {
            var loads = 0;
            var reached = new TaskCompletionSource();
            foreach (var engine in _cluster.Engines.All)
            {
                engine.BeforePrepare = async version =>
                {
                    if (version == _second && Interlocked.Increment(ref loads) > moved)
                    {
                        reached.TrySetResult();
                        await Task.Delay(Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);
                    }
                };
            }

            if (moved == 0)
                await _cluster.Rollout.Start(_second);
            await Task.WhenAny(reached.Task, _cluster.Rollout.Settled());
            await _cluster.Kill();
            _cluster = await _world.Start();
        }

        (await _cluster.Rollout.Settled()).Stage.ShouldBe(RolloutStage.Done);
        _cluster.Engines.All.ShouldAllBe(engine => engine.CurrentVersion == _second);
        (await _cluster.Registry.Current()).ShouldBe(_second);
    }

    [Fact]
    public async Task Rollback_Served_GoesBackAndKeepsTheReason()
    {
        await _cluster.Rollout.Start(_second);
        await _cluster.Rollout.Settled();
        await _cluster.Rollout.Rollback("Users dislike it.");
        var status = await _cluster.Rollout.Settled();

        status.Stage.ShouldBe(RolloutStage.RolledBack);
        (await _cluster.Registry.Current()).ShouldBe(_first);
        (await _cluster.Registry.Find(_second)).Reason.ShouldBe("Users dislike it.");
        await Should.ThrowAsync<RolloutConflictException>(() => _cluster.Rollout.Rollback("again"));
    }

    [Fact]
    public async Task Harm_OfTheServedVersion_TakesItBack()
    {
        await _cluster.Rollout.Start(_second);
        await _cluster.Rollout.Settled();
        _cluster.Engine.DoHarm(_second);

        await _cluster.Rollout.Reaches(RolloutStage.RolledBack);
        (await _cluster.Registry.Current()).ShouldBe(_first);
    }

    [Fact]
    public async Task Harm_OfAVersionOutOfService_ChangesNothing()
    {
        _cluster.Engine.DoHarm(_second);
        await _cluster.Rollout.Start(_second);

        (await _cluster.Rollout.Settled()).Stage.ShouldBe(RolloutStage.Done);
    }

    [Fact]
    public async Task Start_StorageFull_ChangesNothing()
    {
        _world.Storage.OnWrite = (name, _) =>
        {
            if (name == "rollout")
                throw MemoryInteractionLog.Full();
        };
        await Should.ThrowAsync<StorageFullException>(() => _cluster.Rollout.Start(_second));
        _world.Storage.OnWrite = null;

        (await _cluster.Rollout.Status()).Stage.ShouldBe(RolloutStage.None);
        await _cluster.Rollout.Start(_second);
        (await _cluster.Rollout.Settled()).Stage.ShouldBe(RolloutStage.Done);
    }

    private TaskCompletionSource Hold(string version)
    {
        var hold = new TaskCompletionSource();
        foreach (var engine in _cluster.Engines.All)
            engine.BeforePrepare = asked => asked == version ? hold.Task : Task.CompletedTask;
        return hold;
    }
}
