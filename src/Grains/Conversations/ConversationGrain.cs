using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Contracts.Interactions;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Emotions;
using Samantha.Grains.Hosting;
using Samantha.Grains.Inference;
using Samantha.Grains.Interactions;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Conversations;

/// <summary>
/// One user's conversation. Calls interleave with the turns being streamed; what must not is behind gates: turns go one
/// after the other through <see cref="_turns"/>, writes through the journal.
/// </summary>
internal sealed class ConversationGrain : Grain, IConversationGrain
{
    private const int MostTurnsOfPage = 500;
    private const int ExportPage = 256;

    // Well below the time that a silo has to stop.
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(15);

    private readonly IInteractionLog _log;
    private readonly IEmotionAppraiser _appraiser;
    private readonly InferenceRouter _router;
    private readonly SignalBook _signals;
    private readonly ConversationOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ConversationGrain> _logger;
    private readonly IPersistentState<ConversationSnapshot> _snapshot;
    private readonly AsyncGate _turns = new();
    private readonly HashSet<TurnInProgress> _inProgress = [];
    private ConversationJournal _journal = null!;
    private TurnAnswerer _answerer = null!;

    public ConversationGrain(
        [PersistentState("conversation", SamanthaStorage.Name)] IPersistentState<ConversationSnapshot> snapshot,
        IInteractionLog log,
        IEmotionAppraiser appraiser,
        InferenceRouter router,
        SignalBook signals,
        IOptions<SamanthaOptions> options,
        TimeProvider time,
        ILogger<ConversationGrain> logger)
    {
        _snapshot = snapshot;
        _log = log;
        _appraiser = appraiser;
        _router = router;
        _signals = signals;
        _options = options.Value.Conversations;
        _time = time;
        _logger = logger;
    }

    private string User => this.GetPrimaryKeyString();

    // The workers share computations by it; they need not know whose it is.
    private string ConversationKey => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(User)).AsSpan(0, 16));

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _journal = new ConversationJournal(User, _log, _snapshot, _options.SnapshotInterval, _logger);
        _answerer = new TurnAnswerer(User, _journal, _log, _appraiser, _router, _signals, _options, _time, ConversationKey);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // A silo that stops lets turns end; where the state moves on without this activation, they have no use.
        if (reason.ReasonCode == DeactivationReasonCode.ShuttingDown)
            await Task.WhenAll(_inProgress.Select(turn => turn.Ended)).WaitAsync(LongestFarewell, _time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        foreach (var turn in _inProgress.ToList())
            turn.Cancel();
        using (await _turns.Enter(cancellationToken))
            await _journal.Save();
    }

    public async IAsyncEnumerable<TurnEvent> Say(TurnRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        TurnRules.CheckUser(User);
        ArgumentNullException.ThrowIfNull(request);
        var text = TurnRules.CheckText(request.Text, _options.LongestText, "text");
        if (request.TurnId is not null)
            TurnRules.CheckTurnId(request.TurnId);
        var sampling = SamplingRules.Complete(request.Sampling, _options.Sampling, _options.MostTokens);
        if (_turns.Waiting >= _options.MostWaitingTurns)
            throw new OverloadedException($"{_turns.Waiting} turns of this user wait already. Wait for their replies before sending more.");

        using var trace = new TurnTrace(_time);
        using var turn = new TurnInProgress(trace, cancellationToken);
        var running = Run(turn, new PlannedTurn(request.TurnId, text, request.Model, sampling));
        try
        {
            await foreach (var turnEvent in turn.Events)
                yield return turnEvent;
        }
        finally
        {
            turn.Cancel();
            await running;
        }
    }

    public async Task<ConversationView> Read(long? before = null, int limit = 50)
    {
        await Open();
        limit = Math.Clamp(limit, 0, MostTurnsOfPage);
        var turns = limit == 0 ? [] : await _log.ReadTurns(User, before, limit);
        var earlier = turns.Count == limit && limit > 0 && (await _log.ReadTurns(User, turns[0].Sequence, 1)).Count > 0;
        var state = _journal.State;
        return new ConversationView(User, state.Turns, turns, earlier ? turns[0].Sequence : null, _answerer.EmotionalState(), state.Memory, state.Consent);
    }

    public async Task<Turn> ReadTurn(string turnId)
    {
        await Open();
        return await Find(turnId);
    }

    public async Task<EmotionExplanation> Explain(string turnId)
    {
        await Open();
        var turn = await Find(turnId);
        // A reading of the text per word: not on the grain's time.
        var (emotion, words) = await Task.Run(() => _appraiser.Explain(turn.Text));
        return new EmotionExplanation(turn.TurnId, emotion, words);
    }

    public async Task<Turn> Judge(string turnId, Feedback feedback)
    {
        await Open();
        TurnRules.CheckFeedback(feedback);
        if (feedback.Correction is not null)
            feedback = feedback with { Correction = TurnRules.CheckText(feedback.Correction, _options.LongestText, "correction") };
        var turn = await Find(turnId);
        var judged = TurnFold.With(turn, feedback);
        if (judged == turn)
            return turn;

        await Append(_ => new FeedbackGiven(turnId, feedback, _answerer.AfterRating(feedback.Rating), CallTrace.ForRecord) { At = _time.GetUtcNow() });
        ConversationMeter.Judged(feedback, turn.Model);
        // The first judgement of a reply: what it is changed to is said with the other replies in mind.
        if (turn.Feedback?.Rating is null && judged.Feedback?.Rating is { } rating)
            _signals.Rated(turn.Model, ConversationKey, rating);
        await NotifyTrainer();
        return judged;
    }

    public async Task<Fact> Remember(string text)
    {
        await Open();
        text = OneLine(TurnRules.CheckText(text, _options.LongestFact, "fact"));
        await Append(state =>
        {
            if (state.Memory.Any(fact => fact.Text == text))
                return null;
            if (state.Memory.Length >= _options.MostFacts)
                throw new OverloadedException($"{_options.MostFacts} facts are remembered of this user, which is the most. Remove one first.");
            return new FactRemembered(text) { At = _time.GetUtcNow() };
        });
        return _journal.State.Memory.First(fact => fact.Text == text);
    }

    public async Task<bool> Unremember(long factId)
    {
        await Open();
        return await Append(state => state.Memory.Any(fact => fact.Id == factId)
            ? new FactUnremembered(factId) { At = _time.GetUtcNow() }
            : null) is not null;
    }

    public async Task Teach(string question, string answer)
    {
        await Open();
        question = TurnRules.CheckText(question, _options.LongestText, "question");
        answer = TurnRules.CheckText(answer, _options.LongestText, "answer");
        await Append(_ => new FactTaught(question, answer, CallTrace.ForRecord) { At = _time.GetUtcNow() });
        ConversationMeter.Taught();
        await NotifyTrainer();
    }

    public async Task SetConsent(Consent consent)
    {
        await Open();
        if (await Append(state => state.Consent == consent ? null : new ConsentChanged(consent) { At = _time.GetUtcNow() }) is not null)
            await NotifyTrainer();
    }

    public async Task<EmotionalState> ResetEmotionalState()
    {
        await Open();
        // Through the turns' gate: a turn under way would carry the old state past the reset.
        using var place = await _turns.Enter();
        await Append(_ => new EmotionalStateReset(_answerer.AtRest()) { At = _time.GetUtcNow() });
        return _answerer.EmotionalState();
    }

    public async IAsyncEnumerable<Interaction> Export([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        TurnRules.CheckUser(User);
        var sequence = 0L;
        while (await _log.Read(User, sequence, ExportPage) is { Count: > 0 } page)
        {
            foreach (var logged in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return logged.Interaction;
            }

            sequence = page[^1].Sequence;
        }
    }

    public async Task<ForgetReceipt> Forget()
    {
        TurnRules.CheckUser(User);
        foreach (var turn in _inProgress.ToList())
            turn.Cancel();
        using var place = await _turns.Enter();
        var records = await _journal.Forget();
        await _router.Forget(ConversationKey);
        var versions = await GrainFactory.GetGrain<ITrainerGrain>(IModelRegistryGrain.DefaultKey).ForgetDeleted();
        return new ForgetReceipt(records, versions);
    }

    private async Task Run(TurnInProgress turn, PlannedTurn planned)
    {
        _inProgress.Add(turn);
        try
        {
            using var place = await _turns.Enter(turn.Cancelled);
            await _answerer.Answer(planned, turn);
            turn.End();
        }
        catch (StaleWriterException)
        {
            DeactivateOnIdle();
            turn.Fail(Moved());
        }
        catch (Exception error) when (error is SamanthaException or OperationCanceledException)
        {
            turn.Fail(error);
        }
        catch (Exception error)
        {
            // The message may hold what the user said: the kind of error and its place have to do.
            _logger.LogError("A turn failed with {Error} at {Trace}", error.GetType().Name, error.StackTrace);
            turn.Fail(new ModelUnavailableException("The reply could not be made; nothing was stored. Send the request again."));
        }
        finally
        {
            _inProgress.Remove(turn);
            turn.Left();
        }
    }

    private async Task Open()
    {
        TurnRules.CheckUser(User);
        await _journal.CatchUp();
    }

    private async Task<LoggedInteraction?> Append(Func<ConversationState, Interaction?> next)
    {
        try
        {
            return await _journal.Append(next);
        }
        catch (StaleWriterException)
        {
            DeactivateOnIdle();
            throw Moved();
        }
    }

    private async Task<Turn> Find(string turnId) => await _log.FindTurn(User, turnId)
        ?? throw new TurnNotFoundException("The user has no turn with this id. Take the id from the turn's completed event or from the history.");

    private Task NotifyTrainer() => GrainFactory.GetGrain<ITrainerGrain>(IModelRegistryGrain.DefaultKey).Notify();

    private static StorageUnavailableException Moved() =>
        new("The conversation went on elsewhere in the same moment; nothing was stored. Send the request again.");

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
