namespace Samantha.Modeling.Decoders;

/// <summary>How positions turn queries and keys (rotary position embedding, Su et al. 2021).</summary>
/// <param name="Theta">The base of the frequencies θ_i = Theta^(-2i/d).</param>
/// <param name="Scaling">How the frequencies are stretched for a longer context, or null for not at all.</param>
public sealed record RotaryConfig(double Theta = 10_000, Llama3Scaling? Scaling = null)
{
    /// <summary>The frequencies of a head, in radians per position, as float32: a lower precision shows in the logits.</summary>
    /// <param name="headDimension">d, even.</param>
    public float[] Frequencies(int headDimension)
    {
        var frequencies = new float[headDimension / 2];
        for (var i = 0; i < frequencies.Length; i++)
        {
            var frequency = 1.0 / Math.Pow(Theta, 2.0 * i / headDimension);
            frequencies[i] = (float)(Scaling?.Stretch(frequency) ?? frequency);
        }

        return frequencies;
    }
}
