namespace Samantha.Modeling.Emotions;

/// <summary>A point in the space of pleasure, arousal and dominance (Mehrabian and Russell, 1974).</summary>
/// <param name="Valence">Unpleasant to pleasant, in [-1, 1].</param>
/// <param name="Arousal">Calm to excited, in [-1, 1].</param>
/// <param name="Dominance">Helpless to in control, in [-1, 1].</param>
public readonly record struct Affect(double Valence, double Arousal, double Dominance);
