using Orleans;

namespace Samantha.Contracts.Emotions;

/// <summary>What the companion feels, in the dimensions of pleasure, arousal and dominance (Mehrabian and Russell, 1974).</summary>
[GenerateSerializer, Immutable, Alias("samantha.emotional-state")]
public sealed record EmotionalState
{
    /// <summary>Pleasant or unpleasant, in [-1, 1].</summary>
    [Id(0)]
    public double Valence { get; init; }

    /// <summary>Calm or roused, in [-1, 1].</summary>
    [Id(1)]
    public double Arousal { get; init; }

    /// <summary>Led or leading, in [-1, 1].</summary>
    [Id(2)]
    public double Dominance { get; init; }

    /// <summary>Valence as it has been over hours, in [-1, 1].</summary>
    [Id(3)]
    public double Mood { get; init; }

    /// <summary>How far it trusts the user, in [0, 1].</summary>
    [Id(4)]
    public double Trust { get; init; }

    /// <summary>The name of the feeling nearest to the state, one of GoEmotions' labels.</summary>
    [Id(5)]
    public string Dominant { get; init; } = "neutral";

    /// <summary>The moment that the state describes.</summary>
    [Id(6)]
    public DateTimeOffset UpdatedAt { get; init; }
}
