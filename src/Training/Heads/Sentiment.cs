namespace Samantha.Training.Heads;

/// <summary>What a text's emotions come to.</summary>
public enum Sentiment
{
    Negative,
    Neutral,

    /// <summary>Realization, surprise, curiosity, confusion: either way.</summary>
    Ambiguous,
    Positive,
}
