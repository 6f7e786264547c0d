namespace Orleans.Runtime.MembershipService;

/// <summary>
/// Cuts the ring of grain hashes into equal ranges. Of the grains in its partitions a silo keeps the directory and
/// serves the reminders.
/// </summary>
internal static class PartitionMap
{
    /// <summary>The number of partitions, in every cluster: it is part of what silos agree on.</summary>
    public const int Count = 256;

    private const int Shift = 32 - 8;

    public static int PartitionOf(GrainId grainId) => (int)(grainId.GetUniformHashCode() >> Shift);

    /// <summary>The hashes of a partition: above <c>Begin</c>, up to <c>End</c>, around the ring.</summary>
    public static (uint Begin, uint End) RangeOf(int partition)
    {
        var first = unchecked((uint)partition << Shift);
        return unchecked((first - 1, first + (1u << Shift) - 1));
    }
}
