using Samantha.Contracts.Conversations;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Models;
using Samantha.Grains.Training;
using Samantha.Grains.Tests.Doubles;

namespace Samantha.Grains.Tests.Lessons;

/// <summary>From log to lessons, as the trainer does it.</summary>
public sealed class CurationTests : IAsyncLifetime
{
    private const string Question = "when do you open?";

    private readonly World _world = new() { Configure = options => options.Learning.Enabled = false };
    private SamanthaCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await _world.Start();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Contradiction_OfOneUser_IsHeldUntilOthersAgree()
    {
        await Learn(("ann", Question, "at eight"));
        await Teach("bob", Question, "at nine");
        await Should.ThrowAsync<NothingToLearnException>(() => _cluster.Trainer.StartSession());

        var held = (await _cluster.Trainer.Quarantine()).ShouldHaveSingleItem();
        held.Rule.ShouldBe("contradiction");
        (await _cluster.Trainer.Status()).WaitingLessons.ShouldBe(0);
        // What is held is nowhere but in its user's log.
        _world.Storage.Holds("at nine").ShouldBeFalse();

        await Learn(("carl", Question, "at nine"));
        _world.Trainer.Jobs.Last().Lessons.Select(lesson => lesson.Answer).ShouldBe(["at nine", "at nine"]);
        (await _cluster.Trainer.Quarantine()).Select(lesson => lesson.Author).ShouldBe([1]);
        _world.Decisions.All.Select(decision => (decision.Author, decision.Outcome)).ShouldBe(
        [
            (1, CurationOutcome.Accepted), (1, CurationOutcome.Learned),
            (2, CurationOutcome.Accepted), (2, CurationOutcome.Quarantined),
            (3, CurationOutcome.Accepted), (1, CurationOutcome.Quarantined), (2, CurationOutcome.Accepted),
            (2, CurationOutcome.Learned), (3, CurationOutcome.Learned),
        ]);
    }

    [Fact]
    public async Task Release_Held_IsLearnedWhateverOthersTeach()
    {
        await Learn(("ann", Question, "at eight"));
        await Teach("bob", Question, "at nine");
        await Should.ThrowAsync<NothingToLearnException>(() => _cluster.Trainer.StartSession());

        await _cluster.Trainer.Release((await _cluster.Trainer.Quarantine())[0].Position);
        await Learn();

        _world.Trainer.Jobs.Last().Lessons.ShouldHaveSingleItem().Answer.ShouldBe("at nine");
    }

    [Fact]
    public async Task Drop_Held_IsNotLookedAtAgain()
    {
        await Learn(("ann", Question, "at eight"));
        await Teach("bob", Question, "at nine");
        await Should.ThrowAsync<NothingToLearnException>(() => _cluster.Trainer.StartSession());
        var position = (await _cluster.Trainer.Quarantine())[0].Position;

        await _cluster.Trainer.Drop(position);

        (await _cluster.Trainer.Quarantine()).ShouldBeEmpty();
        await Should.ThrowAsync<NotQuarantinedException>(() => _cluster.Trainer.Release(position));
        await Should.ThrowAsync<NotQuarantinedException>(() => _cluster.Trainer.Drop(position));
    }

    [Fact]
    public async Task Release_UserTookItBackSince_IsRefused()
    {
        await Learn(("ann", Question, "at eight"));
        await Teach("bob", Question, "at nine");
        await Should.ThrowAsync<NothingToLearnException>(() => _cluster.Trainer.StartSession());
        var position = (await _cluster.Trainer.Quarantine())[0].Position;

        await _cluster.Conversation("bob").SetConsent(Consent.Withheld);
        await _cluster.Trainer.Notify();

        await Should.ThrowAsync<NotQuarantinedException>(() => _cluster.Trainer.Release(position));
    }

    [Fact]
    public async Task Forget_User_EmptiesTheirQuarantine()
    {
        await Learn(("ann", Question, "at eight"));
        await Teach("bob", Question, "at nine");
        await Should.ThrowAsync<NothingToLearnException>(() => _cluster.Trainer.StartSession());

        await _cluster.Conversation("bob").Forget();

        (await _cluster.Trainer.Quarantine()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Gate_RejectsTooOften_QuarantinesTheLesson()
    {
        _world.Trainer.Verdict = _ => "It forgot too much.";
        _world.Configure = options =>
        {
            options.Learning.Enabled = true;
            options.Learning.MostAttempts = 1;
        };
        await _cluster.Kill();
        _cluster = await _world.Start();
        var givenUp = _cluster.Follow(status => status is { Phase: TrainingPhase.Idle } && status.Excluded.ContainsKey("the gate rejected what was learned from it"));
        await Teach("ann", Question, "at eight");
        await givenUp;

        (await _cluster.Trainer.Quarantine()).ShouldHaveSingleItem().Rule.ShouldBe("gate");
        _world.Decisions.All.Last().Outcome.ShouldBe(CurationOutcome.Quarantined);
    }

    [Fact]
    public async Task RatedUpAndDown_RepliesToAboutTheSame_AreAPair()
    {
        var (worse, better) = (await _cluster.Conversation().Turn("when do you open"), await _cluster.Conversation().Turn("when do you open then?"));
        await _cluster.Conversation().Judge(worse.TurnId, new Feedback(-1));
        await _cluster.Conversation().Judge(better.TurnId, new Feedback(1));
        await Learn();

        var lesson = _world.Trainer.Jobs.Last().Lessons.ShouldHaveSingleItem();
        (lesson.Answer, lesson.Rejected).ShouldBe((better.Reply, worse.Reply));
        await Rebuild();
        _world.Trainer.Jobs.Last().Lessons.ShouldHaveSingleItem().ShouldBe(lesson);
    }

    [Fact]
    public async Task Feelings_AfterACorrection_WeighItAndMakeNoLesson()
    {
        var turn = await _cluster.Conversation().Turn("I love it. when do you open?");
        await _cluster.Conversation().Judge(turn.TurnId, new Feedback(Correction: "at eight"));
        await _cluster.Conversation().Turn("this is terrible");
        await _cluster.Conversation("bob").Turn("I hate this");
        await _cluster.Conversation("bob").Turn("I love this");
        await Learn();

        var lesson = _world.Trainer.Jobs.Last().Lessons.ShouldHaveSingleItem();
        lesson.Reward.ShouldNotBeNull();
        // Made again later, it is felt as it was.
        await _cluster.Conversation().Turn("I love this");
        await Rebuild();
        _world.Trainer.Jobs.Last().Lessons.ShouldHaveSingleItem().ShouldBe(lesson);
    }

    /// <summary>What an operator does is noted before it is done: a crash between the two changes nothing of what comes of it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Act_CrashBeforeItIsDone_IsDoneAfterwards(bool isReleased)
    {
        await Learn(("ann", Question, "at eight"));
        await Teach("bob", Question, "at nine");
        await Should.ThrowAsync<NothingToLearnException>(() => _cluster.Trainer.StartSession());
        var position = (await _cluster.Trainer.Quarantine())[0].Position;

        _world.Storage.OnWrite = (name, _) =>
        {
            if (name == "trainer")
                throw new IOException("The disk is gone.");
        };
        await Should.ThrowAsync<Exception>(() => isReleased ? _cluster.Trainer.Release(position) : _cluster.Trainer.Drop(position));
        await _cluster.Kill();
        _world.Storage.OnWrite = null;
        _cluster = await _world.Start();

        await Waiting.Until(() => _cluster.Trainer.Quarantine(), held => held.Count == 0);
        (await _cluster.Trainer.Status()).WaitingLessons.ShouldBe(isReleased ? 1 : 0);
    }

    private async Task Learn(params (string User, string Question, string Answer)[] lessons)
    {
        foreach (var (user, question, answer) in lessons)
            await Teach(user, question, answer);
        var learned = (await _cluster.Trainer.Status()).LearnedLessons;
        var ended = _cluster.Follow(status => status.Phase == TrainingPhase.Idle && status.LearnedLessons > learned);
        await _cluster.Trainer.StartSession();
        await ended;
    }

    private async Task Rebuild()
    {
        var version = (await _cluster.Registry.Current())!;
        var rebuilt = await new VersionRebuilder(_world.Log, _world.Models, _world.Trainer, Provenance.Here).Run(
            version, false, Path.Combine(_world.WorkFolder, "again"), _ => { }, _ => { }, TestContext.Current.CancellationToken);
        rebuilt.Differing.ShouldBeEmpty();
    }

    private async Task Teach(string user, string question, string answer)
    {
        var turn = await _cluster.Conversation(user).Turn(question);
        await _cluster.Conversation(user).Judge(turn.TurnId, new Feedback(Correction: answer));
    }
}
