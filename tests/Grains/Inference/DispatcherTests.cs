using FsCheck;
using FsCheck.Fluent;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Grains.Inference;
using Samantha.Grains.Tests.Doubles;

namespace Samantha.Grains.Tests.Inference;

public sealed class DispatcherTests
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();
    private readonly WorkerLoads _loads;

    public DispatcherTests() => _loads = new WorkerLoads(_time, Stall);

    [Fact]
    public void Choose_AllIdle_TakesTheOwnWorker() =>
        Enumerable.Range(0, 50).ShouldAllBe(i => New("b/cpu", i).Choose(Fleet(Worker("a"), Worker("b"), Worker("c")), "v1") == "b/cpu");

    [Fact]
    public void Choose_ManyRequests_KeepsTheLongestQueueShort()
    {
        // One worker takes twice as many at once as the others.
        var fleet = Fleet([.. Enumerable.Range(0, 9).Select(i => Worker($"{i}")), Worker("9", capacity: 8)]);
        var dispatcher = New("none", seed: 1);
        for (var i = 0; i < 1_100; i++)
            _loads.Send(dispatcher.Choose(fleet, "v1")!);

        // 25 each where a place is one of 44; one choice by lot would make some queue a third longer or more.
        fleet.Workers.ShouldAllBe(worker => Math.Abs(_loads.QueueDepth(worker) - 25) < 5);
    }

    [Fact]
    public void Choose_ReportedQueues_CountWithWhatWasSentSince()
    {
        var fleet = Fleet(Worker("a", active: 3), Worker("b", active: 1));
        var dispatcher = New("a/cpu", seed: 1);

        dispatcher.Choose(fleet, "v1").ShouldBe("b/cpu");
        _loads.Send("b/cpu");
        _loads.Send("b/cpu");
        // Equally long now: the own one.
        dispatcher.Choose(fleet, "v1").ShouldBe("a/cpu");
        _loads.Reported();
        dispatcher.Choose(fleet, "v1").ShouldBe("b/cpu");
    }

    [Fact]
    public void Choose_WorkerBehind_IsGivenNothingOfTheServedVersion()
    {
        var behind = Worker("a", loaded: ["v0"]) with { Meant = new[] { "v1" } };
        // It has the version in memory, but is meant for another.
        var elsewhere = Worker("c") with { Meant = new[] { "v2" } };
        for (var i = 0; i < 50; i++)
        {
            var worker = New("a/cpu", i).Choose(Fleet(behind, Worker("b"), elsewhere), "v1");
            worker.ShouldBe("b/cpu");
            _loads.Send(worker!);
        }
    }

    [Fact]
    public void Choose_NamedVersion_GoesToWhoHasItAndElseToAnyone()
    {
        var fleet = Fleet(Worker("a"), Worker("b", loaded: ["v1", "v0"]));
        New("a/cpu", 1).Choose(fleet, "v0").ShouldBe("b/cpu");
        New("a/cpu", 1).Choose(fleet, "v7").ShouldBe("a/cpu");
    }

    [Fact]
    public void Choose_WorkerWithoutTokensForLong_IsPassedOverUntilOneComes()
    {
        var fleet = Fleet(Worker("a"), Worker("b", active: 4));
        var dispatcher = New("a/cpu", 1);
        using var errand = _loads.Send("a/cpu");
        _time.Advance(Stall / 2);
        dispatcher.Choose(fleet, "v1").ShouldBe("a/cpu");
        _time.Advance(Stall / 2);
        dispatcher.Choose(fleet, "v1").ShouldBe("b/cpu");
        errand.Progress();
        dispatcher.Choose(fleet, "v1").ShouldBe("a/cpu");
    }

    [Fact]
    public void Choose_WorkerThatBrokeOffOrMissedBeats_IsTheLastResort()
    {
        var dispatcher = New("a/cpu", 1);
        _loads.Failed("a/cpu");
        dispatcher.Choose(Fleet(Worker("a"), Worker("b", active: 4)), "v1").ShouldBe("b/cpu");
        dispatcher.Choose(Fleet(Worker("a")), "v1").ShouldBe("a/cpu");
        _time.Advance(Stall);
        dispatcher.Choose(Fleet(Worker("a") with { Silence = Stall }, Worker("b", active: 4)), "v1").ShouldBe("b/cpu");
        dispatcher.Choose(Fleet(Worker("a"), Worker("b", active: 4)), "v1", except: "a/cpu").ShouldBe("b/cpu");
    }

    [Fact]
    public void Choose_NobodyKnown_LeavesTheOwnWorkers()
    {
        New("a/cpu", 1).Choose(Contracts.Models.Fleet.Unknown, "v1").ShouldBe("a/cpu");
        New("a/cpu", 1).Choose(Fleet(Worker("a")), "v1", except: "a/cpu").ShouldBeNull();
    }

    [Fact]
    public void VersionFor_AnyConversationWhileTheShareGrows_NeverGoesBackAndForth() =>
        Prop.ForAll(Arb.From(ArbMap.Default.GeneratorFor<NonEmptyString>().Select(text => text.Get)), conversation =>
        {
            var answers = Enumerable.Range(0, 21).Select(step => New("a/cpu", step).VersionFor(Request(conversation), Fleet(Worker("a")) with { Candidate = "v2", Share = step / 20.0 })).ToList();
            return answers[0] == "v1" && answers[^1] == "v2" && answers.SkipWhile(version => version == "v1").All(version => version == "v2");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void VersionFor_ManyConversations_KeepsTheShareAndDrawsAnewForEachCandidate()
    {
        var dispatcher = New("a/cpu", 1);
        var fleet = Fleet(Worker("a", loaded: ["v1", "v2", "v3"]) with { Meant = new[] { "v1", "v2", "v3" } }) with { Share = 0.05 };
        var conversations = Enumerable.Range(0, 20_000).Select(i => $"conversation {i}").ToList();
        var second = conversations.Where(conversation => dispatcher.VersionFor(Request(conversation), fleet with { Candidate = "v2" }) == "v2").ToHashSet();
        var third = conversations.Where(conversation => dispatcher.VersionFor(Request(conversation), fleet with { Candidate = "v3" }) == "v3").ToHashSet();

        second.Count.ShouldBeInRange(850, 1_150);
        // Not always the same ones bear the trial.
        second.Intersect(third).Count().ShouldBeInRange(25, 80);
        Enumerable.Range(0, 2_000).Count(_ => dispatcher.VersionFor(Request(null), fleet with { Candidate = "v2", Share = 0.5 }) == "v2").ShouldBeInRange(900, 1_100);
    }

    [Fact]
    public void VersionFor_CandidateThatNobodyHolds_IsTheServedVersion() =>
        New("a/cpu", 1).VersionFor(Request("ann"), Fleet(Worker("a", loaded: ["v1"])) with { Candidate = "v2", Share = 1 }).ShouldBe("v1");

    private Dispatcher New(string own, int seed) => new(_loads, [own], new Random(seed));

    private static Fleet Fleet(params FleetWorker[] workers) => new(1, "v1", null, 0, workers);

    private static FleetWorker Worker(string silo, int active = 0, int capacity = 4, string[]? loaded = null) => new(
        silo,
        new WorkerStatus($"{silo}/cpu", "cpu", (loaded ?? ["v1"])[0], loaded ?? ["v1", "v2"], active, 0, capacity),
        new[] { "v1", "v2" },
        TimeSpan.Zero);

    private static GenerationRequest Request(string? conversation) => new([new ChatLine(ChatRole.User, "hello")], 0, null, null, SamplingSettings.Default, conversation);
}
