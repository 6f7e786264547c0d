using System.Collections.Immutable;
using Orleans;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;

namespace Samantha.Grains.Conversations;

/// <summary>
/// A conversation as it stands after an interaction: the fold of all interactions up to it. What is not needed to go on is
/// left to the log.
/// </summary>
[GenerateSerializer, Immutable, Alias("samantha.conversation-state")]
internal sealed record ConversationState
{
    /// <summary>How many of the latest turns are kept at hand for prompts.</summary>
    public const int RecentTurns = 16;

    /// <summary>The log position of the last interaction; 0 before the first.</summary>
    [Id(0)]
    public long Position { get; init; }

    /// <summary>The user's sequence of the last interaction; 0 before the first.</summary>
    [Id(1)]
    public long Sequence { get; init; }

    /// <summary>How many turns there were.</summary>
    [Id(2)]
    public long Turns { get; init; }

    /// <summary>The companion's state at its last movement; null before the first.</summary>
    [Id(3)]
    public EmotionalState? Emotional { get; init; }

    /// <summary>What is remembered of the user, oldest first. A fact's id is the sequence that brought it.</summary>
    [Id(4)]
    public ImmutableArray<Fact> Memory { get; init; } = [];

    /// <summary>Whether the model may learn from the user.</summary>
    [Id(5)]
    public Consent Consent { get; init; }

    /// <summary>The latest turns, oldest first.</summary>
    [Id(6)]
    public ImmutableArray<RecentTurn> Recent { get; init; } = [];

    /// <summary>The state after the next interaction. It must be the next: gaps are refused.</summary>
    public ConversationState After(LoggedInteraction logged)
    {
        if (logged.Sequence != Sequence + 1)
            throw new InvalidOperationException($"Interaction {logged.Sequence} does not follow {Sequence}.");

        var next = logged.Interaction switch
        {
            TurnTaken taken => Remember(taken.Remembered, logged) with
            {
                Turns = Turns + 1,
                Emotional = taken.EmotionalState,
                Recent = Latest(Recent.Add(new RecentTurn(taken.TurnId, taken.Text, taken.Reply, Model: taken.Model, Valence: taken.Emotion.Valence))),
            },
            FeedbackGiven given => this with
            {
                Emotional = given.EmotionalState,
                Recent = [.. Recent.Select(turn => turn.TurnId == given.TurnId ? turn with { Correction = given.Feedback.Correction ?? turn.Correction } : turn)],
            },
            FactRemembered fact => Remember(fact.Text, logged),
            FactUnremembered fact => this with { Memory = Memory.RemoveAll(known => known.Id == fact.FactId) },
            ConsentChanged changed => this with { Consent = changed.Consent },
            EmotionalStateReset reset => this with { Emotional = reset.EmotionalState },
            _ => this,
        };
        return next with { Position = logged.Position, Sequence = logged.Sequence };
    }

    private ConversationState Remember(string? fact, LoggedInteraction logged) =>
        fact is null || Memory.Any(known => known.Text == fact)
            ? this
            : this with { Memory = Memory.Add(new Fact(logged.Sequence, fact, logged.Interaction.At)) };

    private static ImmutableArray<RecentTurn> Latest(ImmutableArray<RecentTurn> turns) =>
        turns.Length <= RecentTurns ? turns : turns[^RecentTurns..];
}
