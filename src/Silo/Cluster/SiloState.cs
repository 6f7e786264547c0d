namespace Samantha.Silo.Cluster;

/// <summary>What a silo of this machine's cluster is at.</summary>
internal enum SiloState
{
    /// <summary>Its process runs and does not answer yet.</summary>
    Starting,

    /// <summary>It answers.</summary>
    Ready,

    /// <summary>It answered, and does not now: it drains, or is busy, or stands still.</summary>
    Silent,

    /// <summary>Its process is gone.</summary>
    Ended,
}

/// <summary>A silo as the cluster's command sees it.</summary>
/// <param name="Silo">Which.</param>
/// <param name="State">What it is at.</param>
/// <param name="Process">Its process; null where there is none.</param>
internal sealed record SiloStatus(SiloPlan Silo, SiloState State, int? Process);
