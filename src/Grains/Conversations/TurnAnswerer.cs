using System.Text;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Interactions;
using Samantha.Contracts.Problems;
using Samantha.Grains.Emotions;
using Samantha.Grains.Inference;
using Samantha.Grains.Interactions;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Conversations;

/// <summary>Answers one turn: feels, generates, stores, then confirms.</summary>
internal sealed class TurnAnswerer(
    string user,
    ConversationJournal journal,
    IInteractionLog log,
    IEmotionAppraiser appraiser,
    InferenceRouter router,
    SignalBook signals,
    ConversationOptions options,
    TimeProvider time,
    string conversationKey)
{
    /// <summary>Answers a turn. Nothing of it is stored unless all of it is.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before it was stored.</exception>
    public async Task Answer(PlannedTurn planned, TurnInProgress turn)
    {
        await journal.CatchUp();
        // A name that is made here was never given before.
        var turnId = planned.TurnId ?? Guid.NewGuid().ToString("n");
        if (planned.TurnId is not null && await log.FindTurn(user, turnId) is { } stored)
        {
            Replay(planned, stored, turn);
            return;
        }

        var version = await router.Resolve(planned.Model);
        var (emotion, appraisal) = Appraise(planned.Text);
        var felt = Moved(appraisal);
        if (journal.State.Recent is [.., { Model: { } before } last])
            signals.Moved(before, emotion.Valence - last.Valence);
        turn.Tell(new EmotionSensed(turnId, emotion, felt));

        var reply = await Generate(planned, version, felt, turn);
        turn.Cancelled.ThrowIfCancellationRequested();

        var remembered = MemoryRequest.In(planned.Text);
        var logged = await journal.Append(state => new TurnTaken(
            turnId,
            planned.Text,
            reply.Text,
            reply.Version,
            emotion,
            felt,
            remembered is { Length: > 0 } && remembered.Length <= options.LongestFact && state.Memory.Length < options.MostFacts ? remembered : null)
        { At = time.GetUtcNow() });
        turn.Tell(new TurnCompleted(TurnFold.Of((TurnTaken)logged!.Interaction, logged.Sequence), reply.Usage));
    }

    /// <summary>The companion's state now.</summary>
    public EmotionalState EmotionalState() => Moved(null);

    /// <summary>The companion's state after a rating.</summary>
    public EmotionalState AfterRating(int? rating) => Moved(rating is { } given ? Appraisals.OfRating(given) : null);

    /// <summary>The companion's state when nothing happened yet.</summary>
    public EmotionalState AtRest() => EmotionDynamics.AtRest(options.Temperament, time.GetUtcNow());

    private EmotionalState Moved(Appraisal? appraisal)
    {
        var now = time.GetUtcNow();
        var state = journal.State.Emotional ?? EmotionDynamics.AtRest(options.Temperament, now);
        return EmotionDynamics.Advance(state, appraisal, now - state.UpdatedAt, options.Temperament, options.Dynamics);
    }

    private (UserEmotion Emotion, Appraisal Appraisal) Appraise(string text)
    {
        using var span = CallTrace.Start("appraise");
        return appraiser.Appraise(text);
    }

    private static void Replay(PlannedTurn planned, Turn stored, TurnInProgress turn)
    {
        if (stored.Text != planned.Text)
            throw new TurnIdReusedException("A turn with this id is stored with another text. Give every new turn a new id.");

        turn.Tell(new EmotionSensed(stored.TurnId, stored.Emotion, stored.EmotionalState));
        if (stored.Reply.Length > 0)
            turn.Tell(new TokenGenerated(stored.Reply, stored.Model));
        turn.Tell(new TurnCompleted(stored, Replayed: true));
    }

    private async Task<(string Text, string Version, GenerationUsage? Usage)> Generate(PlannedTurn planned, string? version, EmotionalState felt, TurnInProgress turn)
    {
        var (dialogue, pinned) = DialogueBuilder.Build(journal.State, planned.Text, options.HistoryTurns);
        var request = new GenerationRequest(dialogue, pinned, new Tone(felt.Valence, felt.Arousal), version, planned.Sampling, conversationKey);
        var reply = new StringBuilder();
        GenerationEvent? last = null;
        await foreach (var generated in router.Generate(request, turn.Cancelled))
        {
            last = generated;
            if (generated.Text.Length == 0)
                continue;
            reply.Append(generated.Text);
            turn.Tell(new TokenGenerated(generated.Text, generated.Version));
        }

        turn.Cancelled.ThrowIfCancellationRequested();
        if (last?.Finish is null)
            throw new ModelUnavailableException("The reply broke off; nothing was stored. Send the request again.");
        return (reply.ToString(), last.Version, last.Usage);
    }
}
