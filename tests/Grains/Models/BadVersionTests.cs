using Samantha.Contracts.Conversations;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Tests.Doubles;

namespace Samantha.Grains.Tests.Models;

/// <summary>A version that passed the gate and is bad all the same is taken back by itself, under load.</summary>
public sealed class BadVersionTests : IAsyncLifetime
{
    private const int Users = 120;

    private readonly World _world = new()
    {
        Configure = options =>
        {
            // Long enough for a busy machine to have answered somebody: until then the service counts as quiet.
            options.Rollout.CanaryTime = TimeSpan.FromSeconds(3);
            options.Learning.Enabled = false;
        },
    };

    private readonly int[] _everyone = [.. Enumerable.Range(0, Users)];
    private readonly Random _random = new(1);
    private FleetCluster _fleet = null!;
    private string _first = null!;
    private string _bad = null!;
    private int _answered;
    private int _byTheBad;

    public async ValueTask InitializeAsync()
    {
        _fleet = await FleetCluster.Start(_world, 2);
        _first = (await _fleet.Registry.Current())!;
        _bad = await _world.Publish(_fleet.Grains, "bad");
    }

    public async ValueTask DisposeAsync()
    {
        await _fleet.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Start_SlowVersion_IsTakenBackFromTheCanary()
    {
        foreach (var engine in _fleet.Engines)
            engine.Writing = version => TimeSpan.FromMilliseconds(version == _bad ? 60 : 10);

        (await RollOutUnderLoad()).Reason!.ShouldContain("60 ms");
    }

    [Fact]
    public async Task Start_FailingVersion_IsTakenBackAndNobodyNotices()
    {
        // Before their first word, so that the version from before answers in their place.
        foreach (var engine in _fleet.Engines)
            engine.BeforeFirstWord = (version, _) => version == _bad ? throw new ModelUnavailableException("It broke off.") : Task.CompletedTask;

        (await RollOutUnderLoad()).Reason!.ShouldContain("100");
        _byTheBad.ShouldBe(0);
    }

    [Fact]
    public async Task Start_VersionThatUsersRateDown_IsTakenBack() =>
        (await RollOutUnderLoad(rate: model => model == _bad ? -1 : 1)).Reason!.ShouldContain("rated -1");

    [Fact]
    public async Task Start_FailingVersionOnTheOnlyWorker_IsTakenBackAndNobodyNotices()
    {
        using var world = new World
        {
            Configure = options => options.Rollout = options.Rollout with { CanaryShare = 1, CanaryTime = TimeSpan.FromMinutes(10), LongestCanary = TimeSpan.FromMinutes(10) },
        };
        await using var cluster = await world.Start();
        var first = await cluster.Registry.Current();
        var bad = await world.Publish(cluster.Grains, "bad");
        cluster.Engine.BeforeFirstWord = (version, _) => version == bad ? throw new ModelUnavailableException("It broke off.") : Task.CompletedTask;

        await cluster.Rollout.Start(bad);
        while ((await cluster.Rollout.Status()).Stage != RolloutStage.RolledBack)
            (await cluster.Conversation().Turn("hello")).Model.ShouldBe(first);
    }

    [Fact]
    public async Task Start_GoodVersion_IsServedInTheEnd()
    {
        await _fleet.Rollout.Start(_bad);
        var status = await Talk(_ => 1);

        status.Stage.ShouldBe(RolloutStage.Done);
        status.Signals.Single(signal => signal.Signal == Signal.Errors).CandidateCount.ShouldBeGreaterThan(0);
        status.Signals.ShouldAllBe(signal => !signal.IsHarmful);
    }

    private async Task<RolloutStatus> RollOutUnderLoad(Func<string, int>? rate = null)
    {
        await _fleet.Rollout.Start(_bad);
        var status = await Talk(rate);

        status.Stage.ShouldBe(RolloutStage.RolledBack);
        (_byTheBad / (double)_answered).ShouldBeLessThan(0.1);
        (await _fleet.Registry.Find(_bad)).Standing.ShouldBe(ModelStanding.RolledBack);
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
                var conversation = _fleet.Conversation(_fleet.Silos[user % 2], $"user {user}");
                var turn = await conversation.Turn("hello");
                Interlocked.Increment(ref _answered);
                if (turn.Model == _bad)
                    Interlocked.Increment(ref _byTheBad);
                if (rate is not null)
                    await conversation.Judge(turn.TurnId, new Feedback(Rating: rate(turn.Model)));
            }));
            if (await _fleet.Rollout.Status() is { Stage: RolloutStage.Done or RolloutStage.RolledBack } status)
                return status;
        }
    }
}
