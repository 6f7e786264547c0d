using Orleans.Runtime.MembershipService;

namespace Samantha.Orleans.Tests.StandIn.Clustering;

public sealed class SiloLeaseTests
{
    // A clock that has run for a while, as a machine's has.
    private readonly SiloLease _lease = new(TimeProvider.System);

    [Fact]
    public void Remaining_AfterItsEnd_IsNothing()
    {
        _lease.End();
        _lease.IsHeld.ShouldBeFalse();
        _lease.Remaining.ShouldBeLessThan(TimeSpan.Zero);
    }

    [Fact]
    public void Remaining_Granted_IsUpToWhatIsUsable()
    {
        _lease.Grant(TimeProvider.System.GetTimestamp(), TimeSpan.FromMinutes(1));
        _lease.IsHeld.ShouldBeTrue();
        _lease.Remaining.ShouldBeInRange(TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Remaining_WithoutACluster_IsMoreThanATimerTakes() => _lease.Remaining.ShouldBeGreaterThan(TimeSpan.FromDays(365));
}
