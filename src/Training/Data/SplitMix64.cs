namespace Samantha.Training.Data;

/// <summary>
/// A generator whose numbers are the same on every machine and in every version of the runtime, which a resumed run
/// relies on (SplitMix, Steele et al. 2014).
/// </summary>
public sealed class SplitMix64
{
    private ulong state;

    /// <param name="keys">The seed and whatever tells this stream from others of the same seed.</param>
    public SplitMix64(params ReadOnlySpan<long> keys)
    {
        foreach (var key in keys)
        {
            state ^= unchecked((ulong)key);
            state = Next();
        }
    }

    /// <summary>The generator at a published state.</summary>
    internal static SplitMix64 FromState(ulong state) => new() { state = state };

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            var mixed = state += 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>A whole number in [0, bound), each equally likely but for less than 2⁻³².</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)Math.BigMul(Next(), (ulong)bound, out _);
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Puts items into an order of chance, each order equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
