using System.Collections.Concurrent;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Tests.Doubles;
using Samantha.Inference;

namespace Samantha.Grains.Tests.Training;

public sealed class TrainerGrainTests : IAsyncLifetime
{
    private readonly World _world = new();
    private SamanthaCluster _cluster = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cluster = await _world.Start();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Correction_Given_BecomesAServedVersion()
    {
        var first = await _cluster.Registry.Current();
        var ended = _cluster.Follow(status => status is { Phase: TrainingPhase.Idle, LearnedLessons: 1 });
        await Correct("ann", "when do you open?", "we open at eight");
        await ended;

        var session = (await _cluster.Trainer.Sessions()).ShouldHaveSingleItem();
        session.Outcome.ShouldBe(SessionOutcome.Promoted);
        session.Parent.ShouldBe(first);
        session.Curve.Select(point => point.Step).ShouldBe([1, 2, 3]);
        (await _cluster.Registry.Current()).ShouldBe(session.Version);
        var version = await _cluster.Registry.Find(session.Version!);
        version.Parent.ShouldBe(first);
        version.Lessons.ShouldBe(1);
        version.Metrics["learned"].ShouldBe(1);
        var job = _world.Trainer.Jobs.ShouldHaveSingleItem();
        job.Lessons.ShouldHaveSingleItem().Answer.ShouldBe("we open at eight");
        job.Lessons[0].Rejected.ShouldBe($"{first} heard when do you open?");
        (await _cluster.Conversation("bob").Turn("when do you open?")).Model.ShouldBe(session.Version);
        Directory.EnumerateDirectories(_world.WorkFolder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Correction_Second_RehearsesTheFirst()
    {
        var first = _cluster.Follow(status => status is { Phase: TrainingPhase.Idle, LearnedLessons: 1 });
        await Correct("ann", "when do you open?", "at eight");
        await first;
        var second = _cluster.Follow(status => status is { Phase: TrainingPhase.Idle, LearnedLessons: 2 });
        await Correct("bob", "when do you close?", "at six");
        await second;

        _world.Trainer.Jobs.Last().Rehearsed.ShouldHaveSingleItem().Answer.ShouldBe("at eight");
    }

    [Fact]
    public async Task Words_WithoutJudgement_AreNeverLearned()
    {
        for (var i = 0; i < 20; i++)
            await _cluster.Conversation().Turn($"text {i}");
        await _cluster.Trainer.Notify();

        await Should.ThrowAsync<NothingToLearnException>(() => _cluster.Trainer.StartSession());
        (await _cluster.Trainer.Status()).LogPosition.ShouldBe(20);
        _world.Trainer.Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Judgements_PersonalOrWithoutConsent_AreKeptOutWithTheirReason()
    {
        await _cluster.Conversation("carl").SetConsent(Consent.Withheld);
        await Correct("carl", "when do you open?", "at nine");
        await Correct("ann", "what is my name?", "your name is Ann");
        await Correct("bob", "how do I reach you?", "write to help@example.org");

        await Should.ThrowAsync<NothingToLearnException>(() => _cluster.Trainer.StartSession());
        (await _cluster.Trainer.Status()).Excluded.ShouldBe(
            new Dictionary<string, int>
            {
                ["no consent"] = 1,
                ["personal: about the user's own life"] = 1,
                ["personal: e-mail address"] = 1,
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task Gate_Rejects_KeepsTheVersionUnservedAndGivesTheLessonUpInTheEnd()
    {
        var first = await _cluster.Registry.Current();
        _world.Trainer.Verdict = _ => "It forgot too much.";
        _world.Configure = options => options.Learning.MostAttempts = 2;
        await Restart();
        var givenUp = _cluster.Follow(status => status is { Phase: TrainingPhase.Idle } && status.Excluded.ContainsKey("the gate rejected what was learned from it"));
        await Correct("ann", "when do you open?", "at eight");
        await givenUp;

        var sessions = await _cluster.Trainer.Sessions();
        sessions.Count.ShouldBe(2);
        sessions.ShouldAllBe(session => session.Outcome == SessionOutcome.Rejected && session.Reason == "It forgot too much.");
        (await _cluster.Registry.Find(sessions[0].Version!)).Standing.ShouldBe(ModelStanding.Rejected);
        (await _cluster.Registry.Current()).ShouldBe(first);
        (await _cluster.Trainer.Status()).WaitingLessons.ShouldBe(0);
    }

    [Fact]
    public async Task Session_UnderWay_GivesWayToThoseWhoServe()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Niceness is Linux's.");
        var niceness = new ConcurrentBag<Niceness>();
        _world.Trainer.BeforeStep = (_, _) => niceness.Add(OwnThread.Niceness());
        var ended = _cluster.Follow(status => status is { Phase: TrainingPhase.Idle, LearnedLessons: 1 });
        await Correct("ann", "when do you open?", "at eight");
        await ended;

        niceness.Distinct().ShouldBe([Niceness.Learning]);
    }

    [Fact]
    public async Task Session_Fails_IsTriedAgain()
    {
        var failures = 2;
        _world.Trainer.BeforeStep = (_, _) =>
        {
            if (Interlocked.Decrement(ref failures) >= 0)
                throw new IOException("The test's disk failed.");
        };
        var ended = _cluster.Follow(status => status is { Phase: TrainingPhase.Idle, LearnedLessons: 1 });
        await Correct("ann", "when do you open?", "at eight");
        await ended;

        (await _cluster.Trainer.Sessions()).Select(session => session.Outcome)
            .ShouldBe([SessionOutcome.Promoted, SessionOutcome.Failed, SessionOutcome.Failed]);
    }

    [Fact]
    public async Task Session_KilledAtAnyStep_ResumesFromItsCheckpoint()
    {
        for (var killAt = 0; killAt < _world.Trainer.Steps; killAt++)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var last = killAt;
            _world.Trainer.BeforeStep = (step, cancelled) =>
            {
                if (step < last)
                    return;
                reached.TrySetResult();
                cancelled.WaitHandle.WaitOne();
            };
            if (killAt == 0)
                await Correct("ann", "when do you open?", "at eight");
            else
                _cluster = await _world.Start();
            await reached.Task.WaitAsync(Cancelled);
            await _cluster.Kill();
        }

        _world.Trainer.BeforeStep = null;
        _cluster = await _world.Start();
        await _cluster.Follow(status => status is { Phase: TrainingPhase.Idle, LearnedLessons: 1 });

        _world.Trainer.StepsDone.ShouldBe([1, 2, 3]);
        (await _cluster.Trainer.Sessions()).ShouldHaveSingleItem().Outcome.ShouldBe(SessionOutcome.Promoted);
        (await _cluster.Registry.List()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task StartSession_WhileOneRuns_IsRefused()
    {
        var go = Hold();
        await Correct("ann", "when do you open?", "at eight");
        await go.Reached;

        await Should.ThrowAsync<SessionConflictException>(() => _cluster.Trainer.StartSession());
        var ended = _cluster.Follow(status => status is { Phase: TrainingPhase.Idle, LearnedLessons: 1 });
        go.Release();
        await ended;
    }

    [Fact]
    public async Task StartSession_NotEnabled_IsTheOnlyWayToLearn()
    {
        _world.Configure = options => options.Learning.Enabled = false;
        await Restart();
        var waits = _cluster.Follow(status => status.WaitingLessons == 1);
        await Correct("ann", "when do you open?", "at eight");
        await waits;
        _world.Trainer.Jobs.ShouldBeEmpty();

        var ended = _cluster.Follow(status => status is { Phase: TrainingPhase.Idle, LearnedLessons: 1 });
        (await _cluster.Trainer.StartSession()).Lessons.ShouldBe(1);
        await ended;
    }

    [Fact]
    public async Task Forget_TaughtUser_DropsTheirLessonsAndMarksTheVersion()
    {
        var learned = _cluster.Follow(status => status is { Phase: TrainingPhase.Idle, LearnedLessons: 1 });
        await Correct("ann", "when do you open?", "at eight");
        await learned;
        var version = await _cluster.Registry.Current();

        var receipt = await _cluster.Conversation("ann").Forget();

        receipt.Versions.ShouldBe([version!]);
        (await _cluster.Registry.Find(version!)).LearnedFromForgotten.ShouldBeTrue();
        _world.Storage.Holds("at eight").ShouldBeFalse();
        (await _world.Log.ReadDeletions()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Forget_UserOfTheRunningSession_GivesTheSessionUpAndKeepsTheOthers()
    {
        var go = Hold();
        await _cluster.Conversation("bob").Turn("when do you close?", "t1");
        await Correct("ann", "when do you open?", "at eight");
        await go.Reached;
        await _cluster.Conversation("bob").Judge("t1", new Feedback(Correction: "at six"));
        await _cluster.Conversation("ann").Forget();
        var ended = _cluster.Follow(status => status is { Phase: TrainingPhase.Idle, LearnedLessons: 1 });
        go.Release();
        await ended;

        _world.Trainer.Jobs.Last().Lessons.ShouldHaveSingleItem().Answer.ShouldBe("at six");
        _world.Storage.Holds("at eight").ShouldBeFalse();
        (await _cluster.Registry.List()).ShouldAllBe(version => !version.LearnedFromForgotten);
    }

    [Fact]
    public async Task Rollback_ByHand_MakesTheNextSessionStartFromTheOldVersion()
    {
        var first = await _cluster.Registry.Current();
        var learned = _cluster.Follow(status => status is { Phase: TrainingPhase.Idle, LearnedLessons: 1 });
        await Correct("ann", "when do you open?", "at eight");
        await learned;
        await _cluster.Rollout.Rollback("Users dislike it.");
        await _cluster.Rollout.Settled();
        var again = _cluster.Follow(status => status is { Phase: TrainingPhase.Idle, LearnedLessons: 2 });
        await Correct("bob", "when do you close?", "at six");
        await again;

        (await _cluster.Trainer.Sessions())[0].Parent.ShouldBe(first);
    }

    private async Task Correct(string user, string question, string answer)
    {
        var turn = await _cluster.Conversation(user).Turn(question);
        await _cluster.Conversation(user).Judge(turn.TurnId, new Feedback(Correction: answer));
    }

    private async Task Restart()
    {
        await _cluster.Kill();
        _cluster = await _world.Start();
    }

    private Holding Hold()
    {
        var holding = new Holding();
        _world.Trainer.BeforeStep = holding.Wait;
        return holding;
    }

    private sealed class Holding
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();

        public Task Reached => _reached.Task;

        public void Release() => _released.Set();

        public void Wait(int step, CancellationToken cancelled)
        {
            _reached.TrySetResult();
            _released.Wait(cancelled);
        }
    }
}
