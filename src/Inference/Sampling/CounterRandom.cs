namespace Samantha.Inference.Sampling;

/// <summary>
/// Random numbers by their index: the i-th number of a seed is the same whenever and wherever it is asked for
/// (SplitMix64, Steele, Lea and Flood 2014, figure 17, with the seed itself mixed so that neighbouring seeds part).
/// </summary>
internal readonly struct CounterRandom(long seed)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private readonly ulong start = Mix((ulong)seed + GoldenGamma);

    /// <summary>The i-th number, uniform in [0, 1).</summary>
    public double Uniform(long index) => (Bits(index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>The i-th number, any 64 bits.</summary>
    public ulong Bits(long index) => Mix(start + GoldenGamma * (ulong)(index + 1));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
