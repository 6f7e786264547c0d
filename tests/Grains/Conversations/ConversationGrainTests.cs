using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Contracts.Problems;
using Samantha.Grains.Tests.Doubles;

namespace Samantha.Grains.Tests.Conversations;

public sealed class ConversationGrainTests : IAsyncLifetime
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
    public async Task Say_NewTurn_TellsEmotionThenTokensThenTheStoredTurn()
    {
        var storedWhenConfirmed = false;
        var events = new List<TurnEvent>();
        await foreach (var turnEvent in _cluster.Conversation().Say(new TurnRequest("hello!", "t1"), Cancelled))
        {
            events.Add(turnEvent);
            if (turnEvent is TurnCompleted)
                storedWhenConfirmed = _world.Log.TurnsOf("ann").Contains("t1");
        }

        var version = await _cluster.Registry.Current();
        events[0].ShouldBeOfType<EmotionSensed>().Emotion.Dominant.ShouldBe("joy");
        string.Concat(events.OfType<TokenGenerated>().Select(token => token.Text)).ShouldBe($"{version} heard hello!");
        var completed = events[^1].ShouldBeOfType<TurnCompleted>();
        completed.Turn.Reply.ShouldBe($"{version} heard hello!");
        completed.Turn.Model.ShouldBe(version);
        completed.Replayed.ShouldBeFalse();
        storedWhenConfirmed.ShouldBeTrue();
    }

    [Fact]
    public async Task Say_SameIdAndText_YieldsTheStoredReplyAndChangesNothing()
    {
        var first = await _cluster.Conversation().Turn("hello", "t1");
        var again = await _cluster.Conversation().Events(new TurnRequest("hello", "t1"));

        again[^1].ShouldBe(new TurnCompleted(first, Replayed: true), TurnCompletedComparer.Instance);
        string.Concat(again.OfType<TokenGenerated>().Select(token => token.Text)).ShouldBe(first.Reply);
        _cluster.Engine.Requests.Count.ShouldBe(1);
        _world.Log.Of("ann").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Say_SameIdOtherText_IsRefused()
    {
        await _cluster.Conversation().Turn("hello", "t1");
        await Should.ThrowAsync<TurnIdReusedException>(() => _cluster.Conversation().Events(new TurnRequest("goodbye", "t1")));
    }

    [Fact]
    public async Task Say_SameIdOfAnOldTurn_IsFoundInTheLog()
    {
        for (var i = 0; i < 30; i++)
            await _cluster.Conversation().Turn($"text {i}", $"t{i}");

        (await _cluster.Conversation().Turn("text 0", "t0")).TurnId.ShouldBe("t0");
        _world.Log.TurnsOf("ann").Count.ShouldBe(30);
    }

    [Fact]
    public async Task Say_ManyAtOnce_AnswersOneAfterTheOtherInTheirOrder()
    {
        var turns = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _cluster.Conversation().Turn($"text {i}", $"t{i}")));

        _cluster.Engine.MostActive.ShouldBe(1);
        turns.Select(turn => turn.Sequence).Order().ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
        // Each was asked with every turn before it in its prompt: none began before the one before it was stored.
        _cluster.Engine.Requests.Select(request => request.Dialogue.Count).ShouldBe([1, 3, 5, 7, 9, 11, 13, 15]);
    }

    [Fact]
    public async Task Say_OfTwoUsers_GoOnAtTheSameTime()
    {
        var both = new CountdownEvent(2);
        _cluster.Engine.AfterFirstWord = (_, _) =>
        {
            both.Signal();
            return Task.Run(() => both.Wait(Cancelled), Cancelled);
        };

        await Task.WhenAll(_cluster.Conversation("ann").Turn("hello"), _cluster.Conversation("bob").Turn("hello"));

        _cluster.Engine.MostActive.ShouldBe(2);
    }

    [Fact]
    public async Task Say_Cancelled_StoresNothingAndLetsTheNextIn()
    {
        using var impatient = new CancellationTokenSource();
        _cluster.Engine.AfterFirstWord = (_, cancelled) => Task.Delay(Timeout.InfiniteTimeSpan, cancelled);
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var turnEvent in _cluster.Conversation().Say(new TurnRequest("hello", "t1"), impatient.Token))
            {
                if (turnEvent is TokenGenerated)
                    await impatient.CancelAsync();
            }
        });

        _cluster.Engine.AfterFirstWord = null;
        await _cluster.Conversation().Turn("again", "t2");
        _world.Log.TurnsOf("ann").ShouldBe(["t2"]);
    }

    [Fact]
    public async Task Say_ListenerLeaves_StoresNothingAndLetsTheNextIn()
    {
        _cluster.Engine.AfterFirstWord = (_, cancelled) => Task.Delay(Timeout.InfiniteTimeSpan, cancelled);
        await foreach (var turnEvent in _cluster.Conversation().Say(new TurnRequest("hello", "t1"), Cancelled))
        {
            if (turnEvent is TokenGenerated)
                break;
        }

        _cluster.Engine.AfterFirstWord = null;
        await _cluster.Conversation().Turn("again", "t2");
        _world.Log.TurnsOf("ann").ShouldBe(["t2"]);
    }

    [Fact]
    public async Task Say_StorageFull_FailsWithoutConfirmingAndRecovers()
    {
        _world.Log.NextFailure = (MemoryInteractionLog.Full(), false);
        var failed = (await _cluster.Conversation().Events(new TurnRequest("hello", "t1")))[^1].ShouldBeOfType<TurnFailed>();
        failed.Kind.ShouldBe(ProblemKind.StorageFull);

        await _cluster.Conversation().Turn("hello", "t1");
        _world.Log.TurnsOf("ann").ShouldBe(["t1"]);
    }

    [Fact]
    public async Task Say_AgainAfterItsAnswerWasLost_YieldsTheTurnThatWasStored()
    {
        _world.Log.NextFailure = (new IOException("lost"), true);
        (await _cluster.Conversation().Events(new TurnRequest("hello", "t1")))[^1].ShouldBeOfType<TurnFailed>();

        (await _cluster.Conversation().Events(new TurnRequest("hello", "t1")))[^1].ShouldBeOfType<TurnCompleted>().Replayed.ShouldBeTrue();
        _world.Log.TurnsOf("ann").ShouldBe(["t1"]);
    }

    [Fact]
    public async Task Say_AfterAKill_GoesOnFromTheLastConfirmedTurn()
    {
        _world.Configure = options => options.Conversations.SnapshotInterval = 2;
        for (var i = 0; i < 5; i++)
        {
            await _cluster.Conversation().Turn($"text {i}", $"t{i}");
            await _cluster.Kill();
            _cluster = await _world.Start();
        }

        var view = await _cluster.Conversation().Read();
        view.TurnCount.ShouldBe(5);
        view.Turns.Select(turn => turn.TurnId).ShouldBe(["t0", "t1", "t2", "t3", "t4"]);
    }

    [Fact]
    public async Task Say_TooManyWaiting_IsRefused()
    {
        var go = new TaskCompletionSource();
        _cluster.Engine.AfterFirstWord = (_, _) => go.Task;
        var turns = Enumerable.Range(0, 30).Select(i => Try(i)).ToArray();
        await Task.WhenAny(turns);
        go.SetResult();
        var outcomes = await Task.WhenAll(turns);

        outcomes.Count(outcome => outcome is OverloadedException).ShouldBe(30 - 17);
        outcomes.Count(outcome => outcome is null).ShouldBe(17);

        async Task<Exception?> Try(int i)
        {
            try
            {
                await _cluster.Conversation().Turn("hello", $"t{i}");
                return null;
            }
            catch (OverloadedException error)
            {
                return error;
            }
        }
    }

    [Fact]
    public async Task Say_BadRequests_AreRefusedWithTheirProblem()
    {
        var conversation = _cluster.Conversation();
        await Should.ThrowAsync<EmptyTextException>(() => conversation.Events(new TurnRequest(" ")));
        await Should.ThrowAsync<TextTooLongException>(() => conversation.Events(new TurnRequest(new string('x', 1 << 20))));
        await Should.ThrowAsync<InvalidTurnIdException>(() => conversation.Events(new TurnRequest("hello", "no way")));
        await Should.ThrowAsync<InvalidSamplingException>(() => conversation.Events(new TurnRequest("hello", Sampling: new SamplingSettings(Temperature: 9))));
        await Should.ThrowAsync<UnknownVersionException>(() => conversation.Events(new TurnRequest("hello", Model: "v9-ffffffffffff")));
        await Should.ThrowAsync<InvalidUserException>(() => _cluster.Conversation("a\nb").Events(new TurnRequest("hello")));
        _world.Log.Of("ann").ShouldBeEmpty();
    }

    [Fact]
    public async Task Judge_Correction_IsShownAndUsedInTheNextPrompt()
    {
        await _cluster.Conversation().Turn("when do you open?", "t1");
        var judged = await _cluster.Conversation().Judge("t1", new Feedback(-1, "we open at eight"));
        await _cluster.Conversation().Judge("t1", new Feedback(-1, "we open at eight"));
        await _cluster.Conversation().Turn("thanks", "t2");

        judged.Feedback.ShouldBe(new Feedback(-1, "we open at eight"));
        (await _cluster.Conversation().ReadTurn("t1")).Feedback.ShouldBe(judged.Feedback);
        _world.Log.Of("ann").OfType<FeedbackGiven>().Count().ShouldBe(1);
        _cluster.Engine.Requests.Last().Dialogue.Select(line => line.Text).ShouldBe(["when do you open?", "we open at eight", "thanks"]);
    }

    [Fact]
    public async Task Judge_Rating_MovesTheEmotionalState()
    {
        await _cluster.Conversation().Turn("hello", "t1");
        var before = (await _cluster.Conversation().Read()).EmotionalState;
        await _cluster.Conversation().Judge("t1", new Feedback(1));

        (await _cluster.Conversation().Read()).EmotionalState.Trust.ShouldBeGreaterThan(before.Trust);
    }

    [Fact]
    public async Task Judge_UnknownTurn_IsRefused() =>
        await Should.ThrowAsync<TurnNotFoundException>(() => _cluster.Conversation().Judge("t9", new Feedback(1)));

    [Fact]
    public async Task Read_Pages_HoldEveryTurnOnceInOrder()
    {
        for (var i = 0; i < 7; i++)
            await _cluster.Conversation().Turn($"text {i}", $"t{i}");

        var pages = new List<string>();
        long? before = null;
        do
        {
            var view = await _cluster.Conversation().Read(before, 3);
            pages.InsertRange(0, view.Turns.Select(turn => turn.TurnId));
            before = view.Before;
        }
        while (before is not null);

        pages.ShouldBe(["t0", "t1", "t2", "t3", "t4", "t5", "t6"]);
    }

    [Fact]
    public async Task Read_WhileATurnIsStreaming_DoesNotWait()
    {
        var go = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        _cluster.Engine.AfterFirstWord = (_, _) =>
        {
            begun.SetResult();
            return go.Task;
        };
        var turn = _cluster.Conversation().Turn("hello", "t1");
        await begun.Task;

        (await _cluster.Conversation().Read()).TurnCount.ShouldBe(0);
        go.SetResult();
        await turn;
    }

    [Fact]
    public async Task Remember_Facts_GoIntoThePromptAndStayWithTheUser()
    {
        var fact = await _cluster.Conversation().Remember("I like tea");
        (await _cluster.Conversation().Remember("I like tea")).ShouldBe(fact);
        await _cluster.Conversation().Turn("remember that my dog is called Rex", "t1");
        await _cluster.Conversation().Turn("what do I like?", "t2");
        await _cluster.Conversation("bob").Turn("what do I like?", "t1");

        (await _cluster.Conversation().Read()).Memory.Select(known => known.Text).ShouldBe(["I like tea", "my dog is called Rex"]);
        var requests = _cluster.Engine.Requests.ToList();
        requests[1].Pinned.ShouldBe(4);
        requests[1].Dialogue[0].Text.ShouldBe("remember that I like tea");
        requests[2].Dialogue.Count.ShouldBe(1);

        (await _cluster.Conversation().Unremember(fact.Id)).ShouldBeTrue();
        (await _cluster.Conversation().Unremember(fact.Id)).ShouldBeFalse();
        (await _cluster.Conversation().Read()).Memory.Select(known => known.Text).ShouldBe(["my dog is called Rex"]);
    }

    [Fact]
    public async Task ResetEmotionalState_AfterJoy_IsAtRestAgain()
    {
        var rest = (await _cluster.Conversation("bob").Read()).EmotionalState;
        await _cluster.Conversation().Turn("hello!", "t1");
        var reset = await _cluster.Conversation().ResetEmotionalState();

        (reset with { UpdatedAt = default }).ShouldBe(rest with { UpdatedAt = default });
    }

    [Fact]
    public async Task Explain_Turn_TellsItsWords()
    {
        await _cluster.Conversation().Turn("so good!", "t1");
        var explanation = await _cluster.Conversation().Explain("t1");

        explanation.Words.Select(word => word.Word).ShouldBe(["so", "good!"]);
        explanation.Emotion.Dominant.ShouldBe("joy");
    }

    [Fact]
    public async Task Forget_User_LeavesNothingAnywhere()
    {
        _world.Configure = options => options.Conversations.SnapshotInterval = 1;
        await _cluster.DisposeAsync();
        _cluster = await _world.Start();
        await _cluster.Conversation("xenia").Turn("remember that I like tea", "t1");
        await _cluster.Conversation("xenia").Judge("t1", new Feedback(1));
        _world.Storage.Holds("xenia").ShouldBeTrue();

        var receipt = await _cluster.Conversation("xenia").Forget();

        receipt.Records.ShouldBe(2);
        _world.Log.Of("xenia").ShouldBeEmpty();
        _world.Storage.Holds("xenia").ShouldBeFalse();
        _world.Storage.Holds("tea").ShouldBeFalse();
        _cluster.Engine.Forgotten.ShouldHaveSingleItem().ShouldBe(_cluster.Engine.Requests.First().Conversation);
        (await _cluster.Conversation("xenia").Read()).TurnCount.ShouldBe(0);
        await _cluster.Conversation("xenia").Turn("hello", "t1");
        (await _cluster.Conversation("xenia").Read()).TurnCount.ShouldBe(1);
    }

    [Fact]
    public async Task Export_Conversation_HoldsEverythingInOrder()
    {
        await _cluster.Conversation().Turn("hello", "t1");
        await _cluster.Conversation().Judge("t1", new Feedback(1));
        await _cluster.Conversation().SetConsent(Consent.Granted);

        var exported = new List<Interaction>();
        await foreach (var interaction in _cluster.Conversation().Export(Cancelled))
            exported.Add(interaction);

        exported.Select(interaction => interaction.GetType()).ShouldBe([typeof(TurnTaken), typeof(FeedbackGiven), typeof(ConsentChanged)]);
    }

    private sealed class TurnCompletedComparer : IEqualityComparer<TurnEvent>
    {
        public static TurnCompletedComparer Instance { get; } = new();

        public bool Equals(TurnEvent? one, TurnEvent? other) => one is TurnCompleted a && other is TurnCompleted b
            && a.Replayed == b.Replayed
            && (a.Turn.TurnId, a.Turn.Sequence, a.Turn.Text, a.Turn.Reply, a.Turn.Model, a.Turn.EmotionalState)
                == (b.Turn.TurnId, b.Turn.Sequence, b.Turn.Text, b.Turn.Reply, b.Turn.Model, b.Turn.EmotionalState);

        public int GetHashCode(TurnEvent turnEvent) => 0;
    }
}
