using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Samantha.Grains.Conversations;
using Samantha.Grains.Interactions;
using Samantha.Grains.Tests.Doubles;

namespace Samantha.Grains.Tests.Conversations;

public sealed class ConversationJournalTests
{
    private readonly MemoryInteractionLog _log = new();
    private readonly FakePersistentState<ConversationSnapshot>.Cell _cell = new(snapshot => new ConversationSnapshot { State = snapshot.State });

    /// <summary>What happens to a conversation's process at a step.</summary>
    public enum Fate
    {
        /// <summary>Nothing.</summary>
        Well,

        /// <summary>The append fails before it is written.</summary>
        NotWritten,

        /// <summary>The append is written, but its answer is lost.</summary>
        Unanswered,

        /// <summary>The process is killed after the step.</summary>
        Killed,

        /// <summary>The snapshot cannot be saved.</summary>
        NoSnapshot,

        /// <summary>Another activation, that began earlier, writes first.</summary>
        Overtaken,
    }

    /// <summary>
    /// Whatever fails wherever: every turn that was confirmed is in the log once, in order, and the state is the log's fold.
    /// </summary>
    [Fact]
    public void Append_AnyFailuresAnywhere_LosesNothingAndForksNever() => Prop.ForAll(
        Gen.Elements(Enum.GetValues<Fate>()).ListOf().ToArbitrary(),
        fates => Run([.. fates]).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Append_StaleActivation_IsRefusedAndCatchesUp()
    {
        var stale = Activate();
        await stale.CatchUp();
        var fresh = Activate();
        await fresh.Append(_ => Interactions.Turn("a"));

        await Should.ThrowAsync<StaleWriterException>(() => stale.Append(_ => Interactions.Turn("b")));
        await stale.Append(state => Interactions.Turn($"after {state.Turns}"));

        _log.TurnsOf("ann").ShouldBe(["a", "after 1"]);
    }

    [Fact]
    public async Task CatchUp_SnapshotOfAForgottenConversation_IsNotTrusted()
    {
        var journal = Activate(interval: 1);
        await journal.Append(_ => Interactions.Turn("a", remembered: "a secret"));
        await _log.Forget("ann");
        await Activate().Append(_ => Interactions.Turn("b"));

        var next = Activate();
        await next.CatchUp();

        next.State.Turns.ShouldBe(1);
        next.State.Memory.ShouldBeEmpty();
    }

    [Fact]
    public async Task Forget_Always_LeavesNeitherLogNorSnapshot()
    {
        var journal = Activate(interval: 1);
        await journal.Append(_ => Interactions.Turn("a"));

        (await journal.Forget()).ShouldBe(1);

        _log.Of("ann").ShouldBeEmpty();
        _cell.Stored.ShouldBeNull();
        journal.State.Turns.ShouldBe(0);
        await journal.Append(_ => Interactions.Turn("b"));
        _log.TurnsOf("ann").ShouldBe(["b"]);
    }

    [Fact]
    public async Task Append_NothingFollows_WritesNothing()
    {
        (await Activate().Append(_ => null)).ShouldBeNull();
        _log.Of("ann").ShouldBeEmpty();
    }

    private static async Task<bool> Run(IReadOnlyList<Fate> fates)
    {
        var test = new ConversationJournalTests();
        var journal = test.Activate();
        var stale = test.Activate();
        var confirmed = new List<string>();
        for (var i = 0; i < fates.Count; i++)
        {
            var id = $"t{i}";
            test._cell.Fails = fates[i] == Fate.NoSnapshot;
            test._log.NextFailure = fates[i] switch
            {
                Fate.NotWritten => (MemoryInteractionLog.Full(), false),
                Fate.Unanswered => (new IOException("lost"), true),
                _ => null,
            };
            if (fates[i] == Fate.Overtaken && await TryAppend(stale, $"other {id}"))
                confirmed.Add($"other {id}");
            // A caller that got no confirmation sends the same turn again.
            while (!await TryAppend(journal, id))
            {
            }

            confirmed.Add(id);
            if (fates[i] == Fate.Killed)
                (stale, journal) = (journal, test.Activate());
        }

        test._log.TurnsOf("ann").Distinct().ShouldBe(test._log.TurnsOf("ann"));
        test._log.TurnsOf("ann").Intersect(confirmed).ShouldBe(confirmed);
        var last = test.Activate();
        await last.CatchUp();
        last.State.Turns.ShouldBe(test._log.TurnsOf("ann").Count);
        await journal.CatchUp();
        journal.State.Position.ShouldBe(last.State.Position);
        return true;
    }

    private static async Task<bool> TryAppend(ConversationJournal journal, string id)
    {
        try
        {
            await journal.CatchUp();
            await journal.Append(state => state.Recent.Any(turn => turn.TurnId == id) ? null : Interactions.Turn(id));
            return true;
        }
        catch (Exception error) when (error is not ShouldAssertException)
        {
            return false;
        }
    }

    private ConversationJournal Activate(int interval = 3) =>
        new("ann", _log, new FakePersistentState<ConversationSnapshot>(_cell), interval, NullLogger.Instance);
}
