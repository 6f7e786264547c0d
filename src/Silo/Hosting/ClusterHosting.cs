using System.Net;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Samantha.Silo.Hosting;

/// <summary>Makes a silo alone, or one of a cluster that meets in the database.</summary>
internal static class ClusterHosting
{
    private const int MissedProbes = 3;

    public static void UseCluster(this ISiloBuilder silo, ServiceSettings settings)
    {
        var cluster = settings.Cluster;
        silo.Configure<SiloOptions>(options => options.SiloName = cluster.Silo!);
        if (!cluster.IsMember)
        {
            silo.UseLocalhostClustering(gatewayPort: 0); // front ends come over HTTP
            return;
        }

        silo.Configure<ClusterOptions>(options => options.ServiceId = options.ClusterId = cluster.Id);
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = cluster.Lease / MissedProbes;
            options.NumMissedProbesLimit = MissedProbes;
        });
        silo.ConfigureEndpoints(IPAddress.Parse(cluster.Address), cluster.SiloPort!.Value, cluster.GatewayPort ?? 0);
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = Meeting(settings));
        if (cluster.Certificate is not null)
            silo.UseTls(ClusterCertificates.Configure(cluster));
    }

    // The silos meet where they store.
    private static (string Invariant, string ConnectionString) Meeting(ServiceSettings settings) => settings.Storage.Postgres is { Length: > 0 } postgres
        ? ("Npgsql", postgres)
        : ("Microsoft.Data.Sqlite", $"Data Source={Path.Combine(settings.Data, "cluster.db")}");
}
