using Orleans.Runtime.MembershipService;

namespace Samantha.Orleans.Tests.StandIn.Clustering;

public sealed class ClusterMembershipTests
{
    // Less than the margin, a tenth, allows for.
    private const double Drift = 0.09;

    private readonly ManualCluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Activate_OfTheFirst_TakesEveryPartition() => (await _cluster.StartAsync()).Owned.ShouldBe(PartitionMap.Count);

    [Fact]
    public async Task Activate_OfFurtherSilos_SharesEquallyAndMovesNoMoreThanItMust()
    {
        var first = await _cluster.StartAsync();
        var second = await _cluster.StartAsync();
        second.Owned.ShouldBe(0);
        await first.RenewAsync();
        await second.RenewAsync();
        first.Owned.ShouldBe(128);
        second.Owned.ShouldBe(128);
        var before = (await _cluster.TableAsync()).Partitions;

        var third = await _cluster.StartAsync();
        await _cluster.PassAsync(ManualCluster.Timing.Duration);

        var after = (await _cluster.TableAsync()).Partitions;
        _cluster.Members.Select(member => member.Owned).Order().ShouldBe([85, 85, 86]);
        before.Zip(after).Count(pair => pair.First != pair.Second).ShouldBe(third.Owned);
    }

    [Fact]
    public async Task ShutDown_GivesPartitionsAwayBeforeTheEnd()
    {
        var first = await _cluster.StartAsync();
        var second = await _cluster.StartAsync();
        await _cluster.PassAsync(ManualCluster.Timing.RenewalPeriod);

        await first.Membership.ShutDownAsync(Token);
        await second.RenewAsync();

        first.Owned.ShouldBe(0);
        first.Lease.IsHeld.ShouldBeTrue();
        second.Owned.ShouldBe(PartitionMap.Count);
        await first.Membership.LeaveAsync(Token);
        (await _cluster.TableAsync()).Alive.ShouldHaveSingleItem().Address.ShouldBe(second.Membership.Self);
    }

    [Fact]
    public async Task SplitBrain_OfASiloThatDoesNotReachTheTable_StopsBeforeOthersTakeOver()
    {
        var cut = await _cluster.StartAsync();
        var other = await _cluster.StartAsync();
        await _cluster.PassAsync(ManualCluster.Timing.Duration);
        cut.Table.Fault = TableFault.Unreachable;

        var stopped = await WhenAsync(() => cut.Owned == 0);
        var taken = await WhenAsync(() => other.Owned == PartitionMap.Count);

        taken.ShouldBeGreaterThan(stopped);
        cut.Table.Fault = TableFault.None;
        var hasDied = false;
        cut.Membership.Died += () => hasDied = true;
        await cut.RenewAsync();
        hasDied.ShouldBeTrue();
        cut.Membership.IsOver.ShouldBeTrue();
    }

    [Fact]
    public async Task Database_AwayForLongerThanALease_CostsNoSiloItsLife()
    {
        var silos = new[] { await _cluster.StartAsync(), await _cluster.StartAsync(), await _cluster.StartAsync() };
        await _cluster.PassAsync(ManualCluster.Timing.Duration);
        foreach (var silo in silos)
            silo.Table.Fault = TableFault.Unreachable;

        await _cluster.PassAsync(2 * ManualCluster.Timing.Duration);
        silos.ShouldAllBe(silo => !silo.Lease.IsHeld);
        foreach (var silo in silos)
            silo.Table.Fault = TableFault.None;

        await _cluster.PassAsync(ManualCluster.Timing.RenewalPeriod);

        silos.ShouldAllBe(silo => silo.Lease.IsHeld && !silo.Membership.IsOver);
        silos.Sum(silo => silo.Owned).ShouldBe(PartitionMap.Count);
    }

    [Fact]
    public async Task Database_AwayForLessThanALease_CostsNoSiloItsLife()
    {
        var first = await _cluster.StartAsync();
        var second = await _cluster.StartAsync();
        await _cluster.PassAsync(2 * ManualCluster.Timing.Duration);
        _cluster.Clock.Advance(ManualCluster.Timing.RenewalPeriod);
        await first.RenewAsync();

        // The first still has its lease when the table is back; the second, which renewed a little earlier, has not.
        _cluster.Clock.Advance(ManualCluster.Timing.Usable - TimeSpan.FromMilliseconds(1));
        first.Lease.IsHeld.ShouldBeTrue();
        await first.RenewAsync();

        first.Membership.State.IsAlive(second.Membership.Self).ShouldBeTrue();
        await second.RenewAsync();
        second.Lease.IsHeld.ShouldBeTrue();
    }

    [Fact]
    public async Task GiveAway_WhoseAnswerIsLost_LeavesThePartitionToTheOther()
    {
        var first = await _cluster.StartAsync();
        await _cluster.StartAsync();
        await first.RenewAsync();
        var third = await _cluster.StartAsync();
        first.Table.Fault = TableFault.WriteAnswersLost;

        await first.RenewAsync();
        await third.RenewAsync();

        third.Owned.ShouldBeGreaterThan(0);
        _cluster.CheckOwners();
        first.Table.Fault = TableFault.None;
        await _cluster.PassAsync(ManualCluster.Timing.RenewalPeriod);
        _cluster.Members.Sum(member => member.Owned).ShouldBe(PartitionMap.Count);
    }

    [Fact]
    public async Task Restart_AtTheSameEndpoint_EndsTheRunBeforeAtOnce()
    {
        var first = await _cluster.StartAsync(port: 11);
        var other = await _cluster.StartAsync(port: 12);
        first.IsKilled = true;

        var next = await _cluster.StartAsync(port: 11);
        await other.RenewAsync();
        await next.RenewAsync();

        var table = await _cluster.TableAsync();
        table.Silos[first.Membership.Self].Status.ShouldBe(SiloStatus.Dead);
        table.Alive.Select(silo => silo.Address).ShouldBe([other.Membership.Self, next.Membership.Self], ignoreOrder: true);
        (other.Owned + next.Owned).ShouldBe(PartitionMap.Count);
        _cluster.CheckOwners();
    }

    [Fact]
    public async Task Activate_OfSeveralAtOnce_LeavesEveryPartitionOneOwner()
    {
        var members = Enumerable.Range(0, 5).Select(_ => _cluster.Create()).ToArray();

        await Task.WhenAll(members.Select(member => Task.Run(async () =>
        {
            await member.Membership.JoinAsync(Token);
            await member.Membership.ActivateAsync(Token);
        })));

        _cluster.CheckOwners();
        await _cluster.PassAsync(ManualCluster.Timing.Duration);
        members.Select(member => member.Owned).Order().ShouldBe([51, 51, 51, 51, 52]);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Faults_OfAnyKindInAnyOrder_NeverMakeTwoOwnersAndEndWithOne(int seed)
    {
        var random = new Random(seed);
        await _cluster.StartAsync(random.NextDouble() * Drift);
        for (var step = 0; step < 400; step++)
        {
            await StepAsync(random);
            _cluster.CheckOwners();
        }

        foreach (var member in _cluster.Members)
            member.Table.LetGo();

        await _cluster.StartAsync();
        for (var i = 0; i < 12; i++)
        {
            await _cluster.PassAsync(ManualCluster.Timing.RenewalPeriod);
            _cluster.CheckOwners();
        }

        _cluster.Alive.Sum(member => member.Owned).ShouldBe(PartitionMap.Count);
        (await _cluster.TableAsync()).Alive.Count().ShouldBe(_cluster.Alive.Count());
    }

    private async Task StepAsync(Random random)
    {
        var alive = _cluster.Alive.ToArray();
        var member = alive.Length > 0 ? alive[random.Next(alive.Length)] : null;
        switch (random.Next(100))
        {
            case < 40:
                _cluster.Clock.Advance(ManualCluster.Timing.RenewalPeriod * random.NextDouble());
                break;
            case < 80 when member is not null:
                // It ends here unless it waits on its way.
                _ = member.BeginRenew();
                break;
            case < 86 when member is not null:
                member.Table.Fault = (TableFault)random.Next(1, 6);
                break;
            case < 94 when member is not null:
                member.Table.LetGo();
                break;
            case < 96 when member is not null:
                member.IsKilled = true;
                break;
            case < 97 when member is { Table.Fault: TableFault.None, Pending.IsCompleted: true }:
                await LeaveAsync(member.Membership);
                break;
            default:
                if (alive.Length < 5)
                    await _cluster.StartAsync(random.NextDouble() * Drift);

                break;
        }
    }

    private static async Task LeaveAsync(ClusterMembership membership)
    {
        try
        {
            await membership.ShutDownAsync(Token);
            await membership.LeaveAsync(Token);
        }
        catch (SiloUnavailableException)
        {
            // Declared dead before it could.
        }
    }

    private async Task<DateTimeOffset> WhenAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1000; i++)
        {
            if (condition())
                return _cluster.Clock.GetUtcNow();

            _cluster.Clock.Advance(ManualCluster.Timing.RenewalPeriod / 10);
            _cluster.CheckOwners();
            if (i % 10 == 0)
            {
                foreach (var member in _cluster.Alive.ToArray())
                    await member.RenewAsync();
            }
        }

        throw new TimeoutException("It did not come to be.");
    }
}
