using System.Collections.Immutable;

namespace Orleans.Runtime.MembershipService;

/// <summary>
/// The one table through which silos coordinate. Leases are measured by its clock alone. What it refuses did not
/// happen; a call that throws may have.
/// </summary>
internal interface IClusterTable
{
    /// <summary>Makes the table if there is none; several silos may do so at once.</summary>
    Task InitializeAsync(CancellationToken cancellationToken);

    Task<ClusterState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Lets a silo's lease last for <paramref name="lease"/> from now, unless it has been declared dead.</summary>
    Task<LeaseRenewal> RenewAsync(SiloAddress silo, TimeSpan lease, int load, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces <paramref name="current"/> by <paramref name="next"/>; false, and nothing, if the version is another
    /// by now, or if <paramref name="next"/> declares a silo dead, at another address than <paramref name="writer"/>, whose
    /// lease has not ended. Silos that are new get a lease.
    /// </summary>
    Task<bool> TryWriteAsync(ClusterState current, ClusterState next, SiloAddress writer, TimeSpan lease, CancellationToken cancellationToken);
}

/// <summary>What a renewal brought: whether the silo still has a lease, or has been declared dead; the table's version; the silos that are alive.</summary>
internal sealed record LeaseRenewal(bool IsHeld, long Version, ImmutableArray<SiloSign> Silos);

/// <summary>A silo's last sign of life: whether its lease has ended, and how many activations it had.</summary>
internal readonly record struct SiloSign(SiloAddress Silo, bool IsExpired, int Load);
