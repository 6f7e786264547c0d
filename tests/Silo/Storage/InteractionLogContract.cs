using FsCheck;
using FsCheck.Fluent;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;

namespace Samantha.Silo.Tests.Storage;

/// <summary>What an interaction log promises, whatever its engine.</summary>
public abstract class InteractionLogContract : StorageContract
{
    private protected IInteractionLog Log => Storage.Log;

    [Fact]
    public async Task Append_EveryKind_ReadsBackAsItWasAfterARestart()
    {
        Interaction[] interactions =
        [
            Turn("t1", "hëllo \"you\" 😀\u0000", "hi"),
            new FeedbackGiven("t1", new Feedback(1, "better"), new EmotionalState { Trust = 0.6 }) { At = DateTimeOffset.UnixEpoch },
            new FactRemembered("I like tea"),
            new FactUnremembered(3),
            new FactTaught("when do you open?", "at eight", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            new ConsentChanged(Consent.Granted),
            new EmotionalStateReset(new EmotionalState { Valence = 0.2, Dominant = "joy" }),
        ];
        await AppendAll("ann", interactions);
        await Storage.Reopen();

        var read = await Log.Read("ann", 0, 100);

        read.Select(logged => logged.Sequence).ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        read.Select(logged => InteractionJson.Write(logged.Interaction)).ShouldBe(interactions.Select(InteractionJson.Write));
        ((TurnTaken)read[0].Interaction).Text.ShouldBe("hëllo \"you\" 😀\u0000");
        (await Log.Read("ann", 2, 3)).Select(logged => logged.Sequence).ShouldBe([3, 4, 5]);
        (await Log.Find("ann", 2))!.Position.ShouldBe(read[1].Position);
        (await Log.Find("ann", 9)).ShouldBeNull();
        (await Log.Read("bob", 0, 100)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Append_FromAStalePosition_IsRefusedAndWritesNothing()
    {
        var first = await Log.Append("ann", 0, Turn("t1"));

        await Should.ThrowAsync<StaleWriterException>(() => Log.Append("ann", 0, Turn("t2")));
        await Should.ThrowAsync<StaleWriterException>(() => Log.Append("ann", first.Position + 1, Turn("t2")));
        await Should.ThrowAsync<StaleWriterException>(() => Log.Append("bob", first.Position, Turn("t2")));
        await Log.Append("ann", first.Position, Turn("t2"));

        (await Log.Read("ann", 0, 10)).Count.ShouldBe(2);
        (await Log.Read("bob", 0, 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Append_TheSameTwice_IsRefused()
    {
        await Log.Append("ann", 0, Turn("t1"));
        await Should.ThrowAsync<StaleWriterException>(() => Log.Append("ann", 0, Turn("t1")));
        (await Log.Read("ann", 0, 10)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Append_TurnIdTaken_IsRefused()
    {
        var first = await Log.Append("ann", 0, Turn("t1"));
        await Should.ThrowAsync<StaleWriterException>(() => Log.Append("ann", first.Position, Turn("t1")));
        await Log.Append("bob", 0, Turn("t1"));
    }

    [Fact]
    public async Task Append_ForgottenAndBegunAnew_RefusesTheActivationFromBefore()
    {
        var before = await Log.Append("ann", 0, Turn("t1"));
        await Log.Forget("ann");
        await Log.Append("ann", 0, Turn("t1"));

        await Should.ThrowAsync<StaleWriterException>(() => Log.Append("ann", before.Position, Turn("t2")));
    }

    /// <summary>Two activations that write in any order: one line of turns comes out, and each confirmed turn is in it once.</summary>
    [Fact]
    public void Append_TwoActivations_NeverFork()
    {
        var cases = 0;
        Prop.ForAll(
            Gen.Elements(false, true).ListOf().ToArbitrary(),
            writers =>
            {
                var user = $"user {cases++}";
                IInteractionLog[] logs = [Storage.Log, Storage.OtherLog];
                long[] known = [0, 0];
                var confirmed = new List<string>();
                foreach (var (i, writer) in writers.Index())
                {
                    var own = writer ? 1 : 0;
                    try
                    {
                        known[own] = logs[own].Append(user, known[own], Turn($"t{i}")).GetAwaiter().GetResult().Position;
                        confirmed.Add($"t{i}");
                    }
                    catch (StaleWriterException)
                    {
                        known[own] = logs[own].Read(user, 0, 1_000).GetAwaiter().GetResult()[^1].Position;
                    }
                }

                Log.ReadTurns(user, null, 1_000).GetAwaiter().GetResult().Select(turn => turn.TurnId).ShouldBe(confirmed);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public async Task Append_ManyAtOnceInOnePlace_OneIsTaken()
    {
        var log = Log;
        var other = Storage.OtherLog;
        var appends = Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? log : other).Append("ann", 0, Turn($"t{i}"))).ToList();
        var taken = 0;
        foreach (var append in appends)
        {
            try
            {
                await append;
                taken++;
            }
            catch (StaleWriterException)
            {
                // All but one.
            }
        }

        taken.ShouldBe(1);
        (await log.Read("ann", 0, 100)).Count.ShouldBe(1);
    }

    /// <summary>A learner that reads on from the last position it saw, while all write, sees every interaction once and in order.</summary>
    [Fact]
    public async Task ReadFrom_WhileManyWrite_MissesNothing()
    {
        const int Users = 24, Turns = 8;
        IInteractionLog[] logs = [Storage.Log, Storage.OtherLog];
        var writing = Task.WhenAll(Enumerable.Range(0, Users).Select(async user =>
        {
            var position = 0L;
            for (var turn = 0; turn < Turns; turn++)
                position = (await logs[user % 2].Append($"user {user}", position, Turn($"t{turn}"))).Position;
        }));

        var seen = new List<long>();
        var cursor = 0L;
        while (seen.Count < Users * Turns)
        {
            var ended = writing.IsCompleted;
            var page = await logs[0].ReadFrom(cursor, 7);
            seen.AddRange(page.Select(authored => authored.Position));
            cursor = seen is [.., var last] ? last : 0;
            if (ended && page.Count == 0)
                break;
        }

        await writing;
        seen.ShouldBeInOrder();
        seen.ShouldBeUnique();
        seen.ShouldBe((await logs[0].ReadFrom(0, 10_000)).Select(authored => authored.Position));
        seen.Count.ShouldBe(Users * Turns);
    }

    [Fact]
    public async Task Append_HugeAndEmptyTexts_ReadBack()
    {
        var huge = string.Concat(Enumerable.Repeat("0123456789 ünïcode ", 100_000));
        await AppendAll("ann", [Turn("t1", huge, ""), Turn("t2", "", huge), new FactTaught("", "")]);

        var read = (await Log.Read("ann", 0, 10)).Select(logged => logged.Interaction).ToList();

        ((TurnTaken)read[0]).Text.ShouldBe(huge);
        ((TurnTaken)read[0]).Reply.ShouldBe("");
        ((TurnTaken)read[1]).Reply.ShouldBe(huge);
        ((FactTaught)read[2]).Answer.ShouldBe("");
    }

    [Theory]
    [InlineData("日本語 😀")]
    [InlineData("é")]
    [InlineData("e\u0301")]
    [InlineData("o'brien\"; DROP TABLE interaction; --")]
    [InlineData("@user $1 {0} %s \\")]
    [InlineData("lone \ud800 surrogate")]
    public async Task Append_UserOfAnyName_IsTheirsAlone(string user)
    {
        await AppendAll(user, [Turn("t1", user, user)]);
        await AppendAll("ann", [Turn("t1")]);

        var turn = (await Log.ReadTurns(user, null, 10)).ShouldHaveSingleItem();
        turn.Text.ShouldBe(user.Replace('\ud800', user.Contains("lone") ? '\ufffd' : '\ud800'));
        (await Log.FindTurn(user, "t1")).ShouldNotBeNull();
        (await Log.Forget(user)).ShouldBe(1);
        (await Log.Read("ann", 0, 10)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task ReadTurns_Pages_CarryTheirFeedback()
    {
        await AppendAll("ann", [Turn("t1"), Turn("t2"), Judge("t1", 1), Judge("t1", null, "better"), Turn("t3"), Judge("t1", 0)]);

        var last = await Log.ReadTurns("ann", null, 2);
        var first = await Log.ReadTurns("ann", last[0].Sequence, 2);

        last.Select(turn => turn.TurnId).ShouldBe(["t2", "t3"]);
        first.ShouldHaveSingleItem().Feedback.ShouldBe(new Feedback(null, "better"));
        (await Log.FindTurn("ann", "t1"))!.Feedback.ShouldBe(new Feedback(null, "better"));
        (await Log.FindTurn("ann", "t9")).ShouldBeNull();
        (await Log.FindTurn("bob", "t1")).ShouldBeNull();
    }

    [Fact]
    public async Task FindTurnAfter_Turn_IsTheAuthorsNextWithItsFeedback()
    {
        await AppendAll("ann", [Turn("t1"), Judge("t1", 1), Turn("t2"), Judge("t2", -1), Turn("t3")]);
        await AppendAll("bob", [Turn("t1")]);
        var all = await Log.ReadFrom(0, 10);
        var (ann, bob) = (all[0].Author, all[^1].Author);

        var next = (await Log.FindTurnAfter(ann, 1))!;
        (next.TurnId, next.Feedback).ShouldBe(("t2", new Feedback(-1)));
        (await Log.FindTurnAfter(ann, 0))!.TurnId.ShouldBe("t1");
        (await Log.FindTurnAfter(ann, next.Sequence))!.TurnId.ShouldBe("t3");
        (await Log.FindTurnAfter(ann, 5)).ShouldBeNull();
        (await Log.FindTurnAfter(bob, 1)).ShouldBeNull();
    }

    [Fact]
    public async Task ReadFrom_Trainer_SeesConsentAndNoNames()
    {
        await AppendAll("ann", [Turn("t1"), new ConsentChanged(Consent.Withheld)]);
        await AppendAll("bob", [Turn("t1")]);

        var all = await Log.ReadFrom(0, 10);

        all.Select(authored => authored.Consent).ShouldBe([Consent.Withheld, Consent.Withheld, Consent.Unstated]);
        all[0].Author.ShouldBe(all[1].Author);
        all[2].Author.ShouldNotBe(all[0].Author);
        (await Log.FindTurn(all[2].Author, "t1"))!.TurnId.ShouldBe("t1");
        (await Log.ReadFrom(all[1].Position, 10)).ShouldHaveSingleItem().Position.ShouldBe(all[2].Position);
    }

    /// <summary>What was decided of a record is decided again, whatever came after it.</summary>
    [Fact]
    public async Task FindTurnAndConsentAt_Position_AreAsTheyWereThen()
    {
        await AppendAll("ann",
            [Turn("t1"), Judge("t1", 1), new ConsentChanged(Consent.Withheld), Judge("t1", null, "better"), new ConsentChanged(Consent.Granted)]);
        var all = await Log.ReadFrom(0, 10);
        var author = all[0].Author;
        long At(int record) => all[record].Position;

        (await Log.FindTurn(author, "t1", At(0)))!.Feedback.ShouldBeNull();
        (await Log.FindTurn(author, "t1", At(1)))!.Feedback.ShouldBe(new Feedback(1, null));
        (await Log.FindTurn(author, "t1", At(4)))!.Feedback.ShouldBe(new Feedback(1, "better"));
        (await Log.ConsentAt(author, At(1))).ShouldBe(Consent.Unstated);
        (await Log.ConsentAt(author, At(3))).ShouldBe(Consent.Withheld);
        (await Log.ConsentAt(author, At(4))).ShouldBe(Consent.Granted);
        (await Log.ConsentAt(author + 1, At(4))).ShouldBe(Consent.Unstated);
    }

    [Fact]
    public async Task Forget_User_IsGoneAndWhatWasJudgedIsNoted()
    {
        await AppendAll("ann", [Turn("t1"), Judge("t1", 1), new FactTaught("q", "a")]);
        await AppendAll("bob", [Turn("t1")]);
        var judged = (await Log.Read("ann", 1, 10)).Select(logged => logged.Position).ToList();

        (await Log.Forget("ann")).ShouldBe(3);
        (await Log.Forget("ann")).ShouldBe(0);
        await Storage.Reopen();

        (await Log.Read("ann", 0, 10)).ShouldBeEmpty();
        (await Log.FindTurn("ann", "t1")).ShouldBeNull();
        (await Log.ReadFrom(0, 10)).ShouldHaveSingleItem();
        (await Log.Read("bob", 0, 10)).Count.ShouldBe(1);
        (await Log.ReadDeletions()).ShouldBe(judged);
        await Log.AcknowledgeDeletions([judged[0]]);
        (await Log.ReadDeletions()).ShouldBe([judged[1]]);
        await Log.AcknowledgeDeletions(judged);
        await Log.AcknowledgeDeletions([]);
        (await Log.ReadDeletions()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Forget_WhileTheUserWrites_LeavesOneLineWithoutGaps()
    {
        var log = Log;
        var other = Storage.OtherLog;
        var writing = Task.Run(async () =>
        {
            var position = 0L;
            for (var i = 0; i < 60; i++)
            {
                try
                {
                    position = (await log.Append("ann", position, Turn($"t{i}"))).Position;
                }
                catch (StaleWriterException)
                {
                    position = (await log.Read("ann", 0, 100)) is [.., var last] ? last.Position : 0;
                }
            }
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 5; i++)
            await other.Forget("ann");
        await writing;

        var read = await log.Read("ann", 0, 100);
        read.Select(logged => logged.Sequence).ShouldBe(Enumerable.Range(1, read.Count).Select(sequence => (long)sequence));
        (await log.ReadTurns("ann", null, 100)).Select(turn => turn.TurnId).ShouldBeUnique();
    }

    [Fact]
    public async Task Append_ManyUsersAtOnce_AreAllThere()
    {
        var log = Log;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(user => AppendAll($"user {user}", [Turn("t1"), Turn("t2"), Turn("t3")])));

        var all = await log.ReadFrom(0, 10_000);
        all.Count.ShouldBe(600);
        all.GroupBy(authored => authored.Author).ShouldAllBe(author => author.Count() == 3);
    }

    private protected static TurnTaken Turn(string id, string text = "hello", string reply = "hi") => new(
        id, text, reply, "v1-000000000000", new UserEmotion(new Dictionary<string, double> { ["joy"] = 0.25 }, 0.1, 0.2, 0.3, "joy"), new EmotionalState { Valence = 0.5 })
    { At = DateTimeOffset.UnixEpoch };

    private protected static FeedbackGiven Judge(string id, int? rating, string? correction = null) => new(id, new Feedback(rating, correction), new EmotionalState());

    private protected async Task AppendAll(string user, IEnumerable<Interaction> interactions)
    {
        var position = 0L;
        foreach (var interaction in interactions)
            position = (await Log.Append(user, position, interaction)).Position;
    }
}
