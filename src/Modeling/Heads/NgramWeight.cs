namespace Samantha.Modeling.Heads;

/// <summary>What projections have in common.</summary>
internal static class NgramWeight
{
    /// <summary>How much an n-gram counts that occurs some times.</summary>
    public static float Of(int count) => 1 + MathF.Log(count);

    /// <summary>An n-gram's hash for one of many projections.</summary>
    public static ulong Seeded(ulong hash, int seed) => NgramView.Mix(hash ^ ((ulong)(seed + 1) * 0x9E37_79B9_7F4A_7C15UL));
}
