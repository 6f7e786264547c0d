using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Orleans.Runtime.MembershipService;

namespace Orleans.Runtime.AdoNet;

/// <summary>
/// The table of a cluster in a database: a row with the version, one for each silo, one for each partition. A write
/// begins with the version's row, which is its compare-and-swap and keeps other writers waiting; renewals touch their
/// own silo's row alone.
/// </summary>
internal sealed class AdoNetClusterTable(Database database, string clusterId) : IClusterTable
{
    private static readonly DatabaseSchema Schema = new("clustering", static _ =>
    [
        """
        CREATE TABLE orleans_cluster (cluster_id TEXT NOT NULL PRIMARY KEY, version BIGINT NOT NULL);
        CREATE TABLE orleans_silo (
            cluster_id TEXT NOT NULL, silo TEXT NOT NULL, status INTEGER NOT NULL, name TEXT NOT NULL,
            gateway_port INTEGER NOT NULL, metadata TEXT NOT NULL, lease_until BIGINT NOT NULL, load INTEGER NOT NULL,
            PRIMARY KEY (cluster_id, silo));
        CREATE TABLE orleans_partition (
            cluster_id TEXT NOT NULL, number INTEGER NOT NULL, silo TEXT NOT NULL, epoch BIGINT NOT NULL,
            PRIMARY KEY (cluster_id, number));
        """,
    ]);

    private const string InsertCluster = "INSERT INTO orleans_cluster (cluster_id, version) VALUES (@cluster, 0) ON CONFLICT DO NOTHING";
    private const string SelectVersion = "SELECT version FROM orleans_cluster WHERE cluster_id = @cluster";
    private const string SwapVersion = "UPDATE orleans_cluster SET version = @next WHERE cluster_id = @cluster AND version = @current";
    private const string SelectSilos = "SELECT silo, status, name, gateway_port, metadata, lease_until FROM orleans_silo WHERE cluster_id = @cluster";
    private const string SelectPartitions = "SELECT number, silo, epoch FROM orleans_partition WHERE cluster_id = @cluster";
    private const string DeleteSilo = "DELETE FROM orleans_silo WHERE cluster_id = @cluster AND silo = @silo";
    private const string UpdateStatus = "UPDATE orleans_silo SET status = @status WHERE cluster_id = @cluster AND silo = @silo";
    private const string UpsertPartition =
        "INSERT INTO orleans_partition (cluster_id, number, silo, epoch) VALUES (@cluster, @number, @silo, @epoch) ON CONFLICT (cluster_id, number) DO UPDATE SET silo = excluded.silo, epoch = excluded.epoch";

    // 6 is SiloStatus.Dead.
    private readonly string _renew =
        $"""
        UPDATE orleans_silo SET lease_until = {database.Dialect.Now} + @lease, load = @load WHERE cluster_id = @cluster AND silo = @silo AND status < 6 RETURNING 1;
        {SelectVersion};
        SELECT silo, CASE WHEN lease_until < {database.Dialect.Now} THEN 1 ELSE 0 END, load FROM orleans_silo WHERE cluster_id = @cluster AND status < 6;
        """;

    private readonly string _insertSilo =
        $"INSERT INTO orleans_silo (cluster_id, silo, status, name, gateway_port, metadata, lease_until, load) VALUES (@cluster, @silo, @status, @name, @gateway, @metadata, {database.Dialect.Now} + @lease, 0)";

    private readonly string _andExpired = $" AND lease_until < {database.Dialect.Now}";

    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        await Schema.ApplyAsync(database, cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.Command(null, InsertCluster, ("@cluster", clusterId)).ExecuteAsync(cancellationToken);
    }

    public async Task<ClusterState> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        while (true)
        {
            // What belongs to one version was read when the version is the same before and after.
            var version = await ReadVersionAsync(connection, cancellationToken);
            var state = new ClusterState(version, await ReadSilosAsync(connection, cancellationToken), await ReadPartitionsAsync(connection, cancellationToken));
            if (await ReadVersionAsync(connection, cancellationToken) == version)
                return state;
        }
    }

    public async Task<LeaseRenewal> RenewAsync(SiloAddress silo, TimeSpan lease, int load, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.Command(
            null, _renew, ("@cluster", clusterId), ("@silo", silo.ToParsableString()), ("@lease", (long)lease.TotalMilliseconds), ("@load", load));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var isHeld = await reader.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return new(false, 0, []);

        var version = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var signs = ImmutableArray.CreateBuilder<SiloSign>();
        while (await reader.ReadAsync(cancellationToken))
            signs.Add(new(SiloAddress.FromParsableString(reader.GetString(0)), reader.GetInt32(1) != 0, reader.GetInt32(2)));

        return new(isHeld, version, signs.ToImmutable());
    }

    public async Task<bool> TryWriteAsync(ClusterState current, ClusterState next, SiloAddress writer, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var swap = connection.Command(transaction, SwapVersion, ("@cluster", clusterId), ("@current", current.Version), ("@next", next.Version));
        if (await swap.ExecuteAsync(cancellationToken) == 0)
            return false;

        foreach (var silo in next.Silos.Values)
        {
            if (current.Silos.GetValueOrDefault(silo.Address)?.Status == silo.Status)
                continue;

            var command = current.Silos.ContainsKey(silo.Address)
                ? StatusCommand(connection, transaction, silo, mustBeExpired: silo.Status == SiloStatus.Dead && !silo.Address.Endpoint.Equals(writer.Endpoint))
                : InsertCommand(connection, transaction, silo, lease);
            if (await command.ExecuteAsync(cancellationToken) == 0)
                return false;
        }

        foreach (var gone in current.Silos.Keys.Where(silo => !next.Silos.ContainsKey(silo)))
            await connection.Command(transaction, DeleteSilo, ("@cluster", clusterId), ("@silo", gone.ToParsableString())).ExecuteAsync(cancellationToken);

        for (var i = 0; i < next.Partitions.Length; i++)
        {
            if (next.Partitions[i] is { Silo: { } owner } partition && partition != current.Partitions[i])
            {
                var command = connection.Command(
                    transaction, UpsertPartition, ("@cluster", clusterId), ("@number", i), ("@silo", owner.ToParsableString()), ("@epoch", partition.Epoch));
                await command.ExecuteAsync(cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private DbCommand StatusCommand(DbConnection connection, DbTransaction transaction, ClusterSilo silo, bool mustBeExpired) => connection.Command(
        transaction,
        mustBeExpired ? UpdateStatus + _andExpired : UpdateStatus,
        ("@cluster", clusterId),
        ("@silo", silo.Address.ToParsableString()),
        ("@status", (int)silo.Status));

    private DbCommand InsertCommand(DbConnection connection, DbTransaction transaction, ClusterSilo silo, TimeSpan lease) => connection.Command(
        transaction,
        _insertSilo,
        ("@cluster", clusterId),
        ("@silo", silo.Address.ToParsableString()),
        ("@status", (int)silo.Status),
        ("@name", silo.Name),
        ("@gateway", silo.GatewayPort),
        ("@metadata", JsonSerializer.Serialize(silo.Metadata)),
        ("@lease", (long)lease.TotalMilliseconds));

    private async Task<long> ReadVersionAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(null, SelectVersion, ("@cluster", clusterId));
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<ImmutableDictionary<SiloAddress, ClusterSilo>> ReadSilosAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(null, SelectSilos, ("@cluster", clusterId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var silos = ImmutableDictionary.CreateBuilder<SiloAddress, ClusterSilo>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var metadata = JsonSerializer.Deserialize<ImmutableDictionary<string, string>>(reader.GetString(4));
            var silo = new ClusterSilo(
                SiloAddress.FromParsableString(reader.GetString(0)), (SiloStatus)reader.GetInt32(1), reader.GetString(2), reader.GetInt32(3), metadata!, reader.GetInt64(5));
            silos[silo.Address] = silo;
        }

        return silos.ToImmutable();
    }

    private async Task<ImmutableArray<PartitionOwner>> ReadPartitionsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(null, SelectPartitions, ("@cluster", clusterId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var partitions = ClusterState.Empty.Partitions.ToBuilder();
        while (await reader.ReadAsync(cancellationToken))
            partitions[reader.GetInt32(0)] = new(SiloAddress.FromParsableString(reader.GetString(1)), reader.GetInt64(2));

        return partitions.ToImmutable();
    }
}
