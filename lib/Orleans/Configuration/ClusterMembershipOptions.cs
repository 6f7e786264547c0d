namespace Orleans.Configuration;

/// <summary>How the silos of a cluster find out that one of them is gone.</summary>
/// <remarks>A silo's lease lasts for as many probes as may be missed, and is renewed twice in the time of one.</remarks>
public class ClusterMembershipOptions
{
    /// <summary>The time between two signs of life: 5 seconds unless set.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many signs of life may be missed until a silo is declared dead: 3 unless set.</summary>
    public int NumMissedProbesLimit { get; set; } = 3;

    /// <summary>How long a silo tries to join before it gives up: 5 minutes unless set.</summary>
    public TimeSpan MaxJoinAttemptTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long dead silos are remembered: a week unless set.</summary>
    public TimeSpan DefunctSiloExpiration { get; set; } = TimeSpan.FromDays(7);
}
