using Microsoft.Extensions.DependencyInjection;
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
}
