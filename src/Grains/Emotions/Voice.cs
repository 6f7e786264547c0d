using Samantha.Contracts.Emotions;

namespace Samantha.Grains.Emotions;

/// <summary>How the companion's voice sounds.</summary>
/// <param name="Rate">Speed as a multiple of the normal one, in [0.85, 1.2].</param>
/// <param name="Pitch">Height above the normal one in semitones, in [-3, 3].</param>
public readonly record struct Voice(double Rate, double Pitch)
{
    /// <summary>
    /// The voice of a state: arousal makes speech faster and higher, pleasure a little of both, sadness slower and lower,
    /// the directions that speech shows in most studies of it (Scherer, 2003, table 2).
    /// </summary>
    public static Voice Of(EmotionalState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var arousal = Bounded.Signed(state.Arousal);
        var valence = Bounded.Signed(state.Valence);
        return new Voice(
            Math.Clamp(1 + 0.14 * arousal + 0.05 * valence, 0.85, 1.2),
            Math.Clamp(2 * arousal + valence, -3, 3));
    }
}
