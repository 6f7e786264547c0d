using FsCheck;
using FsCheck.Fluent;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Contracts.Interactions;
using Samantha.Contracts.Problems;
using Samantha.Grains.Interactions;
using Samantha.Silo.Storage;

namespace Samantha.Silo.Tests.Storage;

public sealed class SqliteInteractionLogTests : IDisposable
{
    private readonly StorageFolder _folder = new();

    private SqliteInteractionLog Log => new(_folder.Database);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Append_EveryKind_ReadsBackAsItWas()
    {
        Interaction[] interactions =
        [
            Turn("t1", "hëllo \"you\" 😀\u0000", "hi"),
            new FeedbackGiven("t1", new Feedback(1, "better"), new EmotionalState { Trust = 0.6 }) { At = DateTimeOffset.UnixEpoch },
            new FactRemembered("I like tea"),
            new FactUnremembered(3),
            new FactTaught("when do you open?", "at eight"),
            new ConsentChanged(Consent.Granted),
            new EmotionalStateReset(new EmotionalState { Valence = 0.2, Dominant = "joy" }),
        ];
        await AppendAll("ann", interactions);
        _folder.Reopen();

        var read = await Log.Read("ann", 0, 100);

        read.Select(logged => logged.Sequence).ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        read.Select(logged => InteractionJson.Write(logged.Interaction)).ShouldBe(interactions.Select(InteractionJson.Write));
        ((TurnTaken)read[0].Interaction).Text.ShouldBe("hëllo \"you\" 😀\u0000");
        (await Log.Find("ann", 2))!.Position.ShouldBe(read[1].Position);
        (await Log.Find("ann", 9)).ShouldBeNull();
        (await Log.Read("bob", 0, 100)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Append_FromAStalePosition_IsRefusedAndWritesNothing()
    {
        var first = await Log.Append("ann", 0, Turn("t1"));

        await Should.ThrowAsync<StaleWriterException>(() => Log.Append("ann", 0, Turn("t2")));
        await Log.Append("ann", first.Position, Turn("t2"));

        (await Log.Read("ann", 0, 10)).Count.ShouldBe(2);
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
    public void Append_TwoActivations_NeverFork() => Prop.ForAll(
        Gen.Elements(false, true).ListOf().ToArbitrary(),
        writers =>
        {
            using var folder = new StorageFolder();
            var log = new SqliteInteractionLog(folder.Database);
            long[] known = [0, 0];
            var confirmed = new List<string>();
            foreach (var (i, writer) in writers.Index())
            {
                var own = writer ? 1 : 0;
                try
                {
                    known[own] = log.Append("ann", known[own], Turn($"t{i}")).GetAwaiter().GetResult().Position;
                    confirmed.Add($"t{i}");
                }
                catch (StaleWriterException)
                {
                    known[own] = log.Read("ann", 0, 1_000).GetAwaiter().GetResult()[^1].Position;
                }
            }

            log.ReadTurns("ann", null, 1_000).GetAwaiter().GetResult().Select(turn => turn.TurnId).ShouldBe(confirmed);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public async Task Append_ManyUsersAtOnce_SharesCommits()
    {
        var log = Log;
        var before = _folder.Database.Commits;
        await Task.WhenAll(Enumerable.Range(0, 400).Select(user => AppendAll($"user {user}", [Turn("t1"), Turn("t2"), Turn("t3")])));

        (_folder.Database.Commits - before).ShouldBeLessThan(400);
        var all = await log.ReadFrom(0, 10_000);
        all.Count.ShouldBe(1_200);
        all.Select(authored => authored.Position).ShouldBeInOrder();
        all.GroupBy(authored => authored.Author).ShouldAllBe(author => author.Count() == 3);
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

    [Fact]
    public async Task Forget_User_LeavesNoTraceInTheFilesAndNotesWhatWasJudged()
    {
        await AppendAll("xenia-the-user", [Turn("t1", "a-secret-text", "a-secret-reply"), Judge("t1", 1), new FactTaught("q", "a")]);
        await AppendAll("bob", [Turn("t1")]);
        var judged = (await Log.Read("xenia-the-user", 1, 10)).Select(logged => logged.Position).ToList();

        (await Log.Forget("xenia-the-user")).ShouldBe(3);
        (await Log.Forget("xenia-the-user")).ShouldBe(0);
        // The wipe follows the commit on the writer's thread; a write that is done after it shows that it has happened.
        await Log.AcknowledgeDeletions([]);

        (await Log.Read("xenia-the-user", 0, 10)).ShouldBeEmpty();
        (await Log.ReadDeletions()).ShouldBe(judged);
        var bytes = _folder.Bytes();
        bytes.ShouldNotContain("a-secret");
        bytes.ShouldNotContain("xenia");
        (await Log.Read("bob", 0, 10)).Count.ShouldBe(1);
        await Log.AcknowledgeDeletions(judged);
        (await Log.ReadDeletions()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Append_DiskFull_ConfirmsNothingAndRecoversWithSpace()
    {
        var last = await Log.Append("ann", 0, Turn("t1"));
        var pages = await _folder.Database.Write(session => (long)session.Value("PRAGMA page_count")!);
        await _folder.Database.Write(session => session.Run($"PRAGMA max_page_count = {pages}"));

        await Should.ThrowAsync<StorageFullException>(() => Log.Append("ann", last.Position, Turn("t2", new string('x', 100_000))));
        (await Log.Read("ann", 0, 10)).Count.ShouldBe(1);

        await _folder.Database.Write(session => session.Run("PRAGMA max_page_count = 1000000"));
        await Log.Append("ann", last.Position, Turn("t2", new string('x', 100_000)));
        (await Log.Read("ann", 0, 10)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Append_OneTooLargeAmongMany_FailsAlone()
    {
        await Log.Append("ann", 0, Turn("t1"));
        var pages = await _folder.Database.Write(session => (long)session.Value("PRAGMA page_count")!);
        await _folder.Database.Write(session => session.Run($"PRAGMA max_page_count = {pages + 8}"));
        using var hold = new ManualResetEventSlim();
        var holding = _folder.Database.Write(_ => hold.Wait(TimeSpan.FromMinutes(1)));

        // All of them wait while the writer is held, and so go into one transaction.
        var large = Log.Append("bob", 0, Turn("t1", new string('x', 1_000_000)));
        var small = Enumerable.Range(0, 3).Select(i => Log.Append($"user {i}", 0, Turn("t1"))).ToList();
        hold.Set();
        await holding;

        await Should.ThrowAsync<StorageFullException>(() => large);
        await Task.WhenAll(small);
    }

    [Fact]
    public async Task Append_AfterDispose_SaysThatTheStorageIsGone()
    {
        var database = _folder.Database;
        database.Dispose();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await new SqliteInteractionLog(database).Append("ann", 0, Turn("t1")));
    }

    private static TurnTaken Turn(string id, string text = "hello", string reply = "hi") => new(
        id, text, reply, "v1-000000000000", new UserEmotion(new Dictionary<string, double> { ["joy"] = 0.25 }, 0.1, 0.2, 0.3, "joy"), new EmotionalState { Valence = 0.5 })
    { At = DateTimeOffset.UnixEpoch };

    private static FeedbackGiven Judge(string id, int? rating, string? correction = null) => new(id, new Feedback(rating, correction), new EmotionalState());

    private async Task AppendAll(string user, IEnumerable<Interaction> interactions)
    {
        var position = 0L;
        foreach (var interaction in interactions)
            position = (await Log.Append(user, position, interaction)).Position;
    }
}
