namespace Samantha.Modeling.Decoders;

/// <summary>
/// Llama 3's stretching of rotary frequencies: waves longer than the original context are divided by a factor, waves
/// much shorter are kept, those between are blended.
/// </summary>
/// <param name="Factor">How many times longer the context becomes, above 0.</param>
/// <param name="LowFrequencyFactor">Waves longer than original / this are divided.</param>
/// <param name="HighFrequencyFactor">Waves shorter than original / this are kept. Above the low factor.</param>
/// <param name="OriginalMaxPositions">The context in which the frequencies were learned, in tokens.</param>
public sealed record Llama3Scaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalMaxPositions)
{
    /// <summary>The stretched frequency, in radians per position.</summary>
    public double Stretch(double frequency)
    {
        var wavelength = 2 * Math.PI / frequency;
        if (wavelength < OriginalMaxPositions / HighFrequencyFactor)
            return frequency;
        if (wavelength > OriginalMaxPositions / LowFrequencyFactor)
            return frequency / Factor;

        var kept = (OriginalMaxPositions / wavelength - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return (1 - kept) * frequency / Factor + kept * frequency;
    }
}
