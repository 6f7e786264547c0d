using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace Orleans.Runtime.AdoNet;

/// <summary>The gateways of the silos that are active by the cluster's table, which the silos make.</summary>
internal sealed class AdoNetGatewayListProvider(
    IOptions<AdoNetClusteringClientOptions> database,
    IOptions<ClusterOptions> cluster,
    IOptions<GatewayOptions> gateways) : IGatewayListProvider
{
    // 3 is SiloStatus.Active.
    private const string SelectGateways = "SELECT silo, gateway_port FROM orleans_silo WHERE cluster_id = @cluster AND status = 3 AND gateway_port <> 0";

    private Database _database = null!;

    public TimeSpan MaxStaleness => gateways.Value.GatewayListRefreshPeriod;

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider()
    {
        _database = new Database(database.Value.Invariant, database.Value.ConnectionString);
        return Task.CompletedTask;
    }

    public async Task<IList<Uri>> GetGateways()
    {
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var command = connection.Command(null, SelectGateways, ("@cluster", cluster.Value.ClusterId));
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<Uri>();
        while (await reader.ReadAsync())
        {
            var silo = SiloAddress.FromParsableString(reader.GetString(0));
            found.Add(new Uri($"gwy.tcp://{new IPEndPoint(silo.Endpoint.Address, reader.GetInt32(1))}/{silo.Generation}"));
        }

        return found;
    }
}
