namespace Samantha.Grains.Emotions;

/// <summary>What the companion is like when nothing happens: the state that every state decays to.</summary>
public sealed record Temperament
{
    /// <summary>Resting valence, and resting mood, in [-1, 1].</summary>
    public double Valence { get; init; } = 0.2;

    /// <summary>Resting arousal, in [-1, 1].</summary>
    public double Arousal { get; init; }

    /// <summary>Resting dominance, in [-1, 1].</summary>
    public double Dominance { get; init; }

    /// <summary>Trust in someone new, in [0, 1].</summary>
    public double Trust { get; init; } = 0.5;
}
