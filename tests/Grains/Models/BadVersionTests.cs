using Samantha.Contracts.Conversations;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Tests.Doubles;

namespace Samantha.Grains.Tests.Models;

/// <summary>A version that passed the gate and is bad all the same is taken back by itself, under load.</summary>
public sealed class BadVersionTests : IAsyncDisposable
{
    private const int Users = 120;

    private readonly World _world = new();
    private readonly int[] _everyone = [.. Enumerable.Range(0, Users)];
    private readonly Random _random = new(1);
    private FleetCluster? _started;
    private string _bad = null!;
    private int _answered;
    private int _byTheBad;

    private FleetCluster Fleet => _started ?? throw new InvalidOperationException("Nothing has begun.");

    public async ValueTask DisposeAsync()
    {
        if (_started is not null)
            await _started.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Start_SlowVersion_IsTakenBackFromTheCanary()
    {
        await Begin();
        foreach (var engine in Fleet.Engines)
            engine.Writing = version => TimeSpan.FromMilliseconds(version == _bad ? 60 : 10);

        (await RollOutUnderLoad()).Reason!.ShouldContain("60 ms");
    }

    [Fact]
    public async Task Start_FailingVersion_IsTakenBackAndNobodyNotices()
    {
        await Begin();
        // Before their first word, so that the version from before answers in their place.
        foreach (var engine in Fleet.Engines)
            engine.BeforeFirstWord = (version, _) => version == _bad ? throw new ModelUnavailableException("It broke off.") : Task.CompletedTask;

        (await RollOutUnderLoad()).Reason!.ShouldContain("100");
        _byTheBad.ShouldBe(0);
    }

    [Fact]
    public async Task Start_VersionThatUsersRateDown_IsTakenBack()
    {
        await Begin();
        (await RollOutUnderLoad(rate: model => model == _bad ? -1 : 1)).Reason!.ShouldContain("rated -1");
    }

    [Fact]
    public async Task Start_FailingVersionOnTheOnlyWorker_IsTakenBackAndNobodyNotices()
    {
        _world.Configure = options => options.Rollout = options.Rollout with { CanaryShare = 1, CanaryTime = TimeSpan.FromMinutes(10), LongestCanary = TimeSpan.FromMinutes(10) };
        await using var cluster = await _world.Start();
        var first = await cluster.Registry.Current();
        var bad = await _world.Publish(cluster.Grains, "bad");
        cluster.Engine.BeforeFirstWord = (version, _) => version == bad ? throw new ModelUnavailableException("It broke off.") : Task.CompletedTask;

        await cluster.Rollout.Start(bad);
        while ((await cluster.Rollout.Status()).Stage != RolloutStage.RolledBack)
            (await cluster.Conversation().Turn("hello")).Model.ShouldBe(first);
    }

    [Fact]
    public async Task Start_GoodVersion_IsServedInTheEnd()
    {
        // Long enough for a busy machine to have answered somebody: until then the service counts as quiet.
        await Begin(TimeSpan.FromSeconds(3));
        await Fleet.Rollout.Start(_bad);
        var status = await Talk(_ => 1);

        status.Stage.ShouldBe(RolloutStage.Done);
        status.Signals.Single(signal => signal.Signal == Signal.Errors).CandidateCount.ShouldBeGreaterThan(0);
        status.Signals.ShouldAllBe(signal => !signal.IsHarmful);
    }

    // Unless it is said how long, the canary lasts until it is seen to be bad, however busy the machine is.
    private async Task Begin(TimeSpan? canaryTime = null)
    {
        _world.Configure = options =>
        {
            options.Rollout.CanaryTime = canaryTime ?? TimeSpan.FromMinutes(10);
            options.Rollout.LongestCanary = TimeSpan.FromMinutes(10);
            options.Learning.Enabled = false;
        };
        _started = await FleetCluster.Start(_world, 2);
        _bad = await _world.Publish(Fleet.Grains, "bad");
    }

    private async Task<RolloutStatus> RollOutUnderLoad(Func<string, int>? rate = null)
    {
        await Fleet.Rollout.Start(_bad);
        var status = await Talk(rate);

        status.Stage.ShouldBe(RolloutStage.RolledBack);
        (_byTheBad / (double)_answered).ShouldBeLessThan(0.1);
        (await Fleet.Registry.Find(_bad)).Standing.ShouldBe(ModelStanding.RolledBack);
        return status;
    }

    // All users, turn after turn, until the rollout is over.
    private async Task<RolloutStatus> Talk(Func<string, int>? rate)
    {
        while (true)
        {
            // In another order each time: nobody is always the one who waits.
            _random.Shuffle(_everyone);
            await Task.WhenAll(_everyone.Select(async user =>
            {
                var conversation = Fleet.Conversation(Fleet.Silos[user % 2], $"user {user}");
                var turn = await conversation.Turn("hello");
                Interlocked.Increment(ref _answered);
                if (turn.Model == _bad)
                    Interlocked.Increment(ref _byTheBad);
                if (rate is not null)
                    await conversation.Judge(turn.TurnId, new Feedback(Rating: rate(turn.Model)));
            }));
            if (await Fleet.Rollout.Status() is { Stage: RolloutStage.Done or RolloutStage.RolledBack } status)
                return status;
        }
    }
}
