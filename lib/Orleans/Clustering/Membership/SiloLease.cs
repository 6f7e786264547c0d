namespace Orleans.Runtime.MembershipService;

/// <summary>Until when this silo may confirm work, on its own monotonic clock. A silo without a cluster may for ever.</summary>
internal sealed class SiloLease(TimeProvider clock)
{
    private long _deadline = long.MaxValue;

    public bool IsHeld => IsHeldAt(clock.GetTimestamp());

    public bool IsHeldAt(long timestamp) => timestamp < Volatile.Read(ref _deadline);

    /// <summary>The time that is left; negative if there is none.</summary>
    public TimeSpan Remaining => clock.GetElapsedTime(clock.GetTimestamp(), Volatile.Read(ref _deadline));

    /// <summary>Nothing may be confirmed until the lease is granted.</summary>
    public void End() => Volatile.Write(ref _deadline, 0); // timestamps are larger, and what is left can be told without an overflow

    /// <summary>A lease that was asked for at <paramref name="asked"/> may be used for a time from then.</summary>
    public void Grant(long asked, TimeSpan usable) =>
        Volatile.Write(ref _deadline, asked + (long)(usable.TotalSeconds * clock.TimestampFrequency));
}
