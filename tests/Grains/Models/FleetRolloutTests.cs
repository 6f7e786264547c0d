using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Tests.Doubles;

namespace Samantha.Grains.Tests.Models;

/// <summary>Rollouts across silos that come, go and die.</summary>
public sealed class FleetRolloutTests : IAsyncLifetime
{
    private readonly World _world = new() { Configure = options => options.Rollout.Silence = TimeSpan.FromSeconds(2) };
    private FleetCluster _fleet = null!;
    private string _first = null!;
    private string _second = null!;
    private Func<string, Task> _loading = _ => Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _fleet = await FleetCluster.Start(_world, 3, engine => engine.BeforePrepare = version => _loading(version));
        _first = (await _fleet.Registry.Current())!;
        _second = await _world.Publish(_fleet.Grains, "second");
    }

    public async ValueTask DisposeAsync()
    {
        await _fleet.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Start_SeveralSilos_AllServeTheVersion()
    {
        await _fleet.Rollout.Start(_second);
        var status = await _fleet.Rollout.Reaches(RolloutStage.Done);

        status.Workers.Count.ShouldBe(3);
        await AllServe(_second);
        (await _fleet.Registry.Current()).ShouldBe(_second);
    }

    [Fact]
    public async Task Start_SiloOfTheRolloutKilledInTheCanary_GoesOnElsewhere()
    {
        var hold = Hold(_second, atLeast: 1);
        await _fleet.Rollout.Start(_second);
        await hold.Reached;

        await KillTheRollout();
        hold.Release();

        await _fleet.Rollout.Reaches(RolloutStage.Done);
        await AllServe(_second);
    }

    [Fact]
    public async Task Start_SiloOfTheRolloutKilledInTheWaves_GoesOnElsewhere()
    {
        // The canary loads, and whoever is to follow does not get on.
        var hold = Hold(_second, atLeast: 2);
        await _fleet.Rollout.Start(_second);
        await hold.Reached;
        (await _fleet.Rollout.Status()).Stage.ShouldBe(RolloutStage.Waves);

        await KillTheRollout();
        hold.Release();

        await _fleet.Rollout.Reaches(RolloutStage.Done);
        await AllServe(_second);
    }

    [Fact]
    public async Task Rollback_SiloOfTheRolloutKilledMeanwhile_GoesBackElsewhere()
    {
        await _fleet.Rollout.Start(_second);
        await _fleet.Rollout.Reaches(RolloutStage.Done);
        var stuck = true;
        _world.Storage.OnWrite = (name, _) =>
        {
            if (stuck && name == "registry")
                throw MemoryInteractionLog.Full();
        };
        await _fleet.Rollout.Rollback("Users dislike it.");

        await KillTheRollout();
        stuck = false;

        (await _fleet.Rollout.Reaches(RolloutStage.RolledBack)).Reason.ShouldBe("Users dislike it.");
        await AllServe(_first);
        (await _fleet.Registry.Current()).ShouldBe(_first);
    }

    [Fact]
    public async Task Start_CanarysSiloKilled_AnotherBecomesTheCanary()
    {
        var hold = Hold(_second, atLeast: 1);
        await _fleet.Rollout.Start(_second);
        await hold.Reached;
        var canary = (await _fleet.Rollout.Status()).Canary!;

        await _fleet.Kill(_fleet.SiloOfWorker(canary));
        (await Waiting.Until(_fleet.Rollout.Status, status => status.Canary != canary)).Stage.ShouldBe(RolloutStage.Canary);
        hold.Release();

        (await _fleet.Rollout.Reaches(RolloutStage.Done)).Workers.Keys.ShouldNotContain(canary);
        await AllServe(_second);
    }

    [Fact]
    public async Task Start_OneSiloDead_IsNotHeldUp()
    {
        await _fleet.Kill(_fleet.Silos[2]);

        await _fleet.Rollout.Start(_second);

        (await _fleet.Rollout.Reaches(RolloutStage.Done)).Workers.Count.ShouldBe(2);
        // Who comes back has missed it, and serves it all the same.
        await _fleet.Add();
        await AllServe(_second);
    }

    [Fact]
    public async Task Pause_InTheCanary_HoldsItsShare()
    {
        var hold = Hold(_second, atLeast: 1);
        await _fleet.Rollout.Start(_second);
        await hold.Reached;
        await _fleet.Rollout.Pause();
        hold.Release();

        var status = await Waiting.Until(_fleet.Rollout.Status, status => status.Share > 0);
        (status.Stage, status.Paused, status.Share, status.Workers[status.Canary!]).ShouldBe((RolloutStage.Canary, true, 0.05, _first));
        foreach (var silo in _fleet.Silos)
            (await Waiting.Until(() => Task.FromResult(_fleet.FleetAsSeenBy(silo)), fleet => fleet.Share > 0)).Candidate.ShouldBe(_second);

        (await _fleet.Rollout.Resume()).Paused.ShouldBeFalse();
        await _fleet.Rollout.Reaches(RolloutStage.Done);
        await AllServe(_second);
    }

    [Fact]
    public async Task Join_InTheMidstOfARollout_ServesTheOldVersionUntilItsWave()
    {
        var hold = Hold(_second, atLeast: 2);
        await _fleet.Rollout.Start(_second);
        await hold.Reached;
        await _fleet.Rollout.Pause();

        var late = await _fleet.Add();
        _fleet.EngineOf(late).CurrentVersion.ShouldBe(_first);
        hold.Release();
        var status = await Waiting.Until(_fleet.Rollout.Status, status => status.Workers.Count == 4);
        (status.Stage, status.Paused).ShouldBe((RolloutStage.Waves, true));
        status.Share.ShouldBeInRange(0.2, 0.8);
        _fleet.EngineOf(late).CurrentVersion.ShouldBe(_first);

        await _fleet.Rollout.Resume();
        await _fleet.Rollout.Reaches(RolloutStage.Done);
        await AllServe(_second);
    }

    [Fact]
    public async Task Rollback_Paused_GoesBack()
    {
        var hold = Hold(_second, atLeast: 2);
        await _fleet.Rollout.Start(_second);
        await hold.Reached;
        await _fleet.Rollout.Pause();
        hold.Release();

        await _fleet.Rollout.Rollback("An operator asked for it.");

        (await _fleet.Rollout.Reaches(RolloutStage.RolledBack)).Paused.ShouldBeFalse();
        await AllServe(_first);
    }

    [Fact]
    public async Task Pause_NothingUnderWay_IsRefused()
    {
        await Should.ThrowAsync<RolloutConflictException>(_fleet.Rollout.Pause);
        await Should.ThrowAsync<RolloutConflictException>(_fleet.Rollout.Resume);
    }

    private async Task KillTheRollout() => await _fleet.Kill(_fleet.SiloOf(_fleet.Rollout));

    private Task AllServe(string version) => Waiting.Until(
        () => Task.FromResult(_fleet.Engines.Select(engine => engine.CurrentVersion).ToList()),
        served => served.All(each => each == version));

    /// <summary>Has workers wait before they load a version, all but those that came before as many.</summary>
    private Gate Hold(string version, int atLeast)
    {
        var gate = new Gate();
        var loads = 0;
        _loading = asked =>
        {
            if (asked != version || Interlocked.Increment(ref loads) < atLeast)
                return Task.CompletedTask;
            gate.Arrive();
            return gate.Released;
        };
        return gate;
    }

    private sealed class Gate
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public Task Released => _released.Task;

        public void Arrive() => _reached.TrySetResult();

        public void Release() => _released.TrySetResult();
    }
}
