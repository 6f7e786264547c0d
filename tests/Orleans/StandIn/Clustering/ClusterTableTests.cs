using System.Collections.Immutable;
using Orleans.Runtime.AdoNet;
using Orleans.Runtime.MembershipService;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.StandIn.Clustering;

/// <summary>What every table must do, on each of them. A negative lease is one that has ended.</summary>
public sealed class ClusterTableTests(TableFixtures fixtures) : IClassFixture<TableFixtures>
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private static readonly TimeSpan Over = TimeSpan.FromSeconds(-1);
    private static readonly SiloAddress A = Address(1);
    private static readonly SiloAddress B = Address(2);

    public static TheoryData<string> Kinds => ["Memory", "Microsoft.Data.Sqlite", "Npgsql"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task TryWrite_ThenRead_ReturnsWhatWasWritten(string kind)
    {
        var table = await CreateAsync(kind);

        var written = await WriteAsync(table, ClusterState.Empty.With(Silo(A, SiloStatus.Active)), A, Long);

        var read = await table.ReadAsync(Token);
        read.Version.ShouldBe(1);
        read.Partitions.ShouldBe(written.Partitions);
        read.Partitions.ShouldAllBe(partition => partition == new PartitionOwner(A, 1));
        var silo = read.Silos.ShouldHaveSingleItem().Value;
        silo.Metadata.ShouldBe(Silo(A, SiloStatus.Active).Metadata);
        (silo with { Metadata = ImmutableDictionary<string, string>.Empty, LeaseUntil = 0 })
            .ShouldBe(Silo(A, SiloStatus.Active) with { Metadata = ImmutableDictionary<string, string>.Empty });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task TryWrite_OfTwoAtOnce_OneIsRefused(string kind)
    {
        var table = await CreateAsync(kind);
        var silos = Enumerable.Range(1, 6).Select(Address).ToArray();

        var results = await Task.WhenAll(silos.Select(silo => Task.Run(
            () => table.TryWriteAsync(ClusterState.Empty, ClusterState.Empty.With(Silo(silo, SiloStatus.Active)).Next(silo), silo, Long, Token), Token)));

        results.Count(isWritten => isWritten).ShouldBe(1);
        var state = await table.ReadAsync(Token);
        state.Version.ShouldBe(1);
        state.Silos.ShouldHaveSingleItem().Key.ShouldBe(silos[Array.IndexOf(results, true)]);
        state.Partitions.ShouldAllBe(partition => state.Silos.ContainsKey(partition.Silo!));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task TryWrite_DeclaringASiloDeadWhoseLeaseRuns_IsRefused(string kind)
    {
        var table = await CreateAsync(kind);
        var state = await WriteAsync(table, ClusterState.Empty.With(Silo(A, SiloStatus.Active)), A, Long);
        state = await WriteAsync(table, state.With(Silo(B, SiloStatus.Active)), B, Long);

        (await table.TryWriteAsync(state, state.WithStatus(A, SiloStatus.Dead).Next(B), B, Long, Token)).ShouldBeFalse();

        (await table.ReadAsync(Token)).Version.ShouldBe(state.Version);
        (await table.RenewAsync(A, Long, 0, Token)).IsHeld.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task TryWrite_DeclaringASiloDeadWhoseLeaseEnded_TakesItsPartitionsUnderANewEpoch(string kind)
    {
        var table = await CreateAsync(kind);
        var state = await WriteAsync(table, ClusterState.Empty.With(Silo(A, SiloStatus.Active)), A, Over);
        state = await WriteAsync(table, state.With(Silo(B, SiloStatus.Active)), B, Long);
        (await table.RenewAsync(B, Long, 7, Token)).Silos.ShouldBe([new SiloSign(A, true, 0), new SiloSign(B, false, 7)], ignoreOrder: true);

        await WriteAsync(table, state.WithStatus(A, SiloStatus.Dead), B, Long);

        (await table.ReadAsync(Token)).Partitions.ShouldAllBe(partition => partition == new PartitionOwner(B, 3));
        var renewal = await table.RenewAsync(A, Long, 0, Token);
        renewal.IsHeld.ShouldBeFalse();
        renewal.Version.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Renew_InTime_KeepsASiloFromBeingDeclaredDead(string kind)
    {
        var table = await CreateAsync(kind);
        var state = await WriteAsync(table, ClusterState.Empty.With(Silo(A, SiloStatus.Active)), A, Over);
        state = await WriteAsync(table, state.With(Silo(B, SiloStatus.Active)), B, Long);

        (await table.RenewAsync(A, Long, 0, Token)).IsHeld.ShouldBeTrue();

        (await table.TryWriteAsync(state, state.WithStatus(A, SiloStatus.Dead).Next(B), B, Long, Token)).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task TryWrite_OfASilosOwnEnd_NeedsNoExpiredLease(string kind)
    {
        var table = await CreateAsync(kind);
        var state = await WriteAsync(table, ClusterState.Empty.With(Silo(A, SiloStatus.Active)), A, Long);

        await WriteAsync(table, state.WithStatus(A, SiloStatus.Dead), A, Long);

        (await table.ReadAsync(Token)).Alive.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("Npgsql")]
    public async Task Initialize_OfManyAtOnce_MakesOneSchema(string kind)
    {
        var database = fixtures.Open(kind);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => new AdoNetClusterTable(database, $"cluster{i % 2}").InitializeAsync(Token), Token)));

        (await new AdoNetClusterTable(database, "cluster1").ReadAsync(Token)).Version.ShouldBe(0);
    }

    [Theory]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("Npgsql")]
    public async Task Tables_OfClustersInOneDatabase_AreApart(string kind)
    {
        var database = fixtures.Open(kind);
        var one = new AdoNetClusterTable(database, "one");
        var other = new AdoNetClusterTable(database, "other");
        await one.InitializeAsync(Token);
        await other.InitializeAsync(Token);

        await WriteAsync(one, ClusterState.Empty.With(Silo(A, SiloStatus.Active)), A, Long);

        (await other.ReadAsync(Token)).Silos.ShouldBeEmpty();
        (await other.RenewAsync(A, Long, 0, Token)).IsHeld.ShouldBeFalse();
    }

    [Fact]
    public void Database_OfAnUnknownProvider_SaysWhatToUse() =>
        Should.Throw<OrleansConfigurationException>(() => new Database("Oracle", "x")).Message.ShouldContain("Npgsql");

    private static SiloAddress Address(int port) => SiloAddress.New(System.Net.IPAddress.Loopback, port, port);

    private static ClusterSilo Silo(SiloAddress address, SiloStatus status) =>
        new(address, status, $"silo{address.Endpoint.Port}", 30000, ImmutableDictionary<string, string>.Empty.Add("accelerator", "yes"));

    private static async Task<ClusterState> WriteAsync(IClusterTable table, ClusterState changed, SiloAddress writer, TimeSpan lease)
    {
        var next = changed.Next(writer);
        (await table.TryWriteAsync(changed.Version == 0 ? ClusterState.Empty : await table.ReadAsync(Token), next, writer, lease, Token)).ShouldBeTrue();
        return next;
    }

    private async Task<IClusterTable> CreateAsync(string kind)
    {
        IClusterTable table = kind == "Memory" ? new MemoryClusterTable(new ManualTimeProvider()) : new AdoNetClusterTable(fixtures.Open(kind), "test");
        await table.InitializeAsync(Token);
        return table;
    }
}
