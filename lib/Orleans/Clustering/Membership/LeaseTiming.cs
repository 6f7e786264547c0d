using Orleans.Configuration;

namespace Orleans.Runtime.MembershipService;

/// <summary>How long a lease lasts: for the others by the database's clock, for its holder by its own.</summary>
/// <remarks>
/// The holder counts from before it asked, the database from when it was asked, so the holder's time is over first;
/// the margin is for clocks that do not run equally fast.
/// </remarks>
internal sealed record LeaseTiming(TimeSpan Duration, TimeSpan Margin, TimeSpan RenewalPeriod)
{
    private const int MarginsInLease = 10;

    /// <summary>How long the holder may act, from the moment it asked.</summary>
    public TimeSpan Usable => Duration - Margin;

    /// <summary>When a renewal that failed is tried again.</summary>
    public TimeSpan RetryPeriod => RenewalPeriod / 4;

    /// <summary>The longest time between two renewals of a silo that the table always answers.</summary>
    public TimeSpan LongestGap => 2 * RenewalPeriod;

    public static LeaseTiming From(ClusterMembershipOptions options)
    {
        if (options.ProbeTimeout <= TimeSpan.Zero)
            throw new OrleansConfigurationException($"{nameof(ClusterMembershipOptions.ProbeTimeout)} must be positive, not {options.ProbeTimeout}.");

        // With one sign of life to a lease, each that is late would end it.
        if (options.NumMissedProbesLimit < 2)
            throw new OrleansConfigurationException($"{nameof(ClusterMembershipOptions.NumMissedProbesLimit)} must be at least 2, not {options.NumMissedProbesLimit}.");

        var duration = options.ProbeTimeout * options.NumMissedProbesLimit;
        return new(duration, duration / MarginsInLease, options.ProbeTimeout / 2);
    }
}
