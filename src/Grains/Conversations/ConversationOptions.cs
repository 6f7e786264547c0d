using Samantha.Contracts.Conversations;
using Samantha.Grains.Emotions;

namespace Samantha.Grains.Conversations;

/// <summary>Limits and manners of conversations.</summary>
public sealed record ConversationOptions
{
    /// <summary>The longest text, correction or answer in characters, 1 to 1,000,000.</summary>
    public int LongestText { get; set; } = 8_000;

    /// <summary>The longest fact to remember in characters, 1 to 10,000.</summary>
    public int LongestFact { get; set; } = 400;

    /// <summary>How many facts are remembered of a user, 0 to 10,000.</summary>
    public int MostFacts { get; set; } = 100;

    /// <summary>How many of a user's turns may wait for the one being answered, 0 to 1,000.</summary>
    public int MostWaitingTurns { get; set; } = 16;

    /// <summary>How many earlier turns a prompt may hold, 0 to 16; the model's context may allow fewer.</summary>
    public int HistoryTurns { get; set; } = 8;

    /// <summary>After how many interactions a conversation's state is saved, at least 1. The log holds them all anyway.</summary>
    public int SnapshotInterval { get; set; } = 64;

    /// <summary>The longest reply in tokens that a request may ask for, at least 1.</summary>
    public int MostTokens { get; set; } = 1_024;

    /// <summary>How tokens are chosen where a request does not say.</summary>
    public SamplingSettings Sampling { get; set; } = new(Temperature: 0.7, TopP: 0.95, RepetitionPenalty: 1.1, MaxTokens: 160);

    /// <summary>What the companion is like when nothing happens.</summary>
    public Temperament Temperament { get; set; } = new();

    /// <summary>How quickly its state moves.</summary>
    public EmotionDynamicsOptions Dynamics { get; set; } = new();
}
