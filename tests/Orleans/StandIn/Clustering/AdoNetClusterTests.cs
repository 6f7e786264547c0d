using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime.AdoNet;
using Orleans.Runtime.MembershipService;
using Samantha.Orleans.Tests.Cluster;

namespace Samantha.Orleans.Tests.StandIn.Clustering;

/// <summary>Whole silos whose table is a database; what they send each other stays in memory.</summary>
public sealed class AdoNetClusterTests(TableFixtures fixtures) : IClassFixture<TableFixtures>
{
    [Theory]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("Npgsql")]
    public async Task Silos_OverADatabase_JoinServeAndLeave(string kind)
    {
        var (invariant, connectionString) = fixtures.Create(kind);
        await using var silos = await TestSilos.StartAsync(3, (_, silo) => silo.UseAdoNetClustering(options =>
        {
            options.Invariant = invariant;
            options.ConnectionString = connectionString;
        }));
        var grains = Enumerable.Range(0, 20).Select(i => silos.Client.Placed<RandomGrain>($"{i}")).ToArray();
        (await Task.WhenAll(grains.Select(grain => grain.Increment()))).ShouldAllBe(count => count == 1);
        foreach (var silo in silos.Cluster.Silos)
            await silo.ServiceProvider.GetRequiredService<ClusterMembership>().RenewAsync(TestContext.Current.CancellationToken);

        await silos.Cluster.StopSiloAsync(silos.Cluster.Silos[1]);

        (await Task.WhenAll(grains.Select(grain => grain.Increment()))).ShouldAllBe(count => count == 2);
        var clusterId = silos.Cluster.Options.ClusterId;
        var state = await new AdoNetClusterTable(new Database(invariant, connectionString), clusterId).ReadAsync(TestContext.Current.CancellationToken);
        state.Silos.Values.Select(silo => silo.Status).Order().ShouldBe([SiloStatus.Active, SiloStatus.Active, SiloStatus.Dead]);
        state.Partitions.ShouldAllBe(partition => state.IsAlive(partition.Silo!));
    }

    [Fact]
    public async Task Database_AwayForLongerThanALease_CostsNoSiloItsLifeAndNoCount()
    {
        var (invariant, connectionString) = fixtures.Create("Npgsql");
        await using var silos = await TestSilos.StartAsync(3, (_, silo) => silo
            .Configure<ClusterMembershipOptions>(options => options.ProbeTimeout = TimeSpan.FromSeconds(2))
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (invariant, connectionString)));
        var members = silos.Cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<ClusterMembership>()).ToArray();
        var keys = Enumerable.Range(0, 12).Select(i => $"{i}").ToArray();
        foreach (var key in keys)
            (await silos.Client.Placed<RandomGrain>(key).Increment()).ShouldBe(1);

        fixtures.Server.Stop();
        foreach (var lease in silos.Cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<SiloLease>()))
            await UntilAsync(() => Task.FromResult(!lease.IsHeld));

        await Should.ThrowAsync<SiloUnavailableException>(() => silos.Client.Placed<RandomGrain>("0").Increment());
        fixtures.Server.Start();

        foreach (var key in keys)
        {
            // A call that fails while its silo has no lease may have been carried out or not.
            var (count, calls) = (0, key == "0" ? 1 : 0);
            await UntilAsync(async () =>
            {
                calls++;
                return (count = await silos.Client.Placed<RandomGrain>(key).Increment()) > 0;
            });
            count.ShouldBeInRange(2, 1 + calls);
        }

        members.ShouldAllBe(member => !member.IsOver && member.State.Active.Length == 3);
        keys.ShouldAllBe(key => silos.Probe.CountOf($"activations of {key}") == 1);
    }

    // Real leases run in real time, and nobody is told when one ends.
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var attempts = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await attempts.WaitForNextTickAsync(TestContext.Current.CancellationToken))
        {
            try
            {
                if (await condition())
                    return;
            }
            catch (SiloUnavailableException)
            {
                // Not yet.
            }
        }
    }
}
