using System.Diagnostics;
using System.Globalization;
using System.Net;
using Samantha.Silo.Tests.Servers;

namespace Samantha.Benchmarks.Clusters;

/// <summary>
/// Silos in processes of their own on a PostgreSQL of their own, in a <see cref="SiloNetwork"/> where there can be one and
/// on loopback otherwise. All of it is gone when this is disposed of.
/// </summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private const int HttpPort = 5080, SiloPort = 11111;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly List<SiloMember> _silos = [];
    private readonly Scratch _scratch;

    private BenchCluster(Scratch scratch, SiloNetwork? network)
    {
        _scratch = scratch;
        Network = network;
        Database = new PostgresProcess(["shared_buffers=64MB", "max_connections=300"], network?.Gateway, network?.Subnet);
    }

    public IReadOnlyList<SiloMember> Silos => _silos;

    public PostgresProcess Database { get; }

    /// <summary>Where links can be cut; null on loopback.</summary>
    public SiloNetwork? Network { get; }

    /// <summary>The key of the service.</summary>
    public string ApiKey { get; } = Guid.NewGuid().ToString("n");

    public IReadOnlyList<Uri> Addresses => [.. _silos.Select(silo => silo.Url)];

    private string Models => Path.Combine(_scratch.Folder, "models");

    /// <summary>Starts a cluster and waits until all of it is ready.</summary>
    /// <param name="name">The benchmark's name; logs go to <c>artifacts/log/bench-NAME</c>.</param>
    /// <param name="silos">How many.</param>
    /// <param name="settings">Settings of the silos by their names, such as <c>Rollout__CanaryTime</c>.</param>
    /// <param name="models">Puts model versions into the folder of the store before any silo starts.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed.</exception>
    public static async Task<BenchCluster> StartAsync(
        string name, int silos, IReadOnlyDictionary<string, string> settings, Func<string, Task> models, CancellationToken cancellation)
    {
        if (!PostgresProcess.IsInstalled)
            throw new InvalidOperationException("PostgreSQL is not installed. Install it: apt-get install -y --no-install-recommends postgresql");
        var cluster = new BenchCluster(Checkout.NewScratch(name), await SiloNetwork.TryCreateAsync(silos));
        try
        {
            await cluster.LaunchAsync(Logs(name), silos, settings, models, cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every silo is ready.</summary>
    public Task WaitReadyAsync(CancellationToken cancellation) => Task.WhenAll(_silos.Select(silo => silo.WaitReadyAsync(Patience, cancellation)));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_silos.Select(silo => silo.DisposeAsync().AsTask()));
        await Database.DisposeAsync();
        if (Network is not null)
            await Network.DisposeAsync();
        _scratch.Dispose();
    }

    private async Task LaunchAsync(string logs, int silos, IReadOnlyDictionary<string, string> settings, Func<string, Task> models, CancellationToken cancellation)
    {
        await Database.Start();
        Directory.CreateDirectory(Models);
        await models(Models);
        var watch = Stopwatch.StartNew();
        for (var silo = 0; silo < silos; silo++)
            _silos.Add(new SiloMember($"silo-{silo}", UrlOf(silo), StartOf(silo, settings), Path.Combine(logs, $"silo-{silo}.log")));
        await WaitReadyAsync(cancellation);
        Console.WriteLine($"  {silos} silos ready after {watch.Elapsed.TotalSeconds:0.0} s; their logs: {Path.GetRelativePath(Checkout.Root, logs)}");
    }

    private IPAddress HostOf(int silo) => Network?.AddressOf(silo) ?? IPAddress.Loopback;

    // On loopback the silos share an address; in the network they share ports.
    private int PortOf(int silo, int first) => Network is null ? first + 10_000 + silo : first;

    private Uri UrlOf(int silo) => new($"http://{HostOf(silo)}:{PortOf(silo, HttpPort)}/");

    private ProcessStartInfo StartOf(int silo, IReadOnlyDictionary<string, string> settings)
    {
        List<string> command =
        [
            .. Network?.Inside(silo) ?? [], "dotnet", Checkout.SiloAssembly, "run", "--profile", "cluster",
            "--port", PortOf(silo, HttpPort).ToString(CultureInfo.InvariantCulture), "--data", Path.Combine(_scratch.Folder, "data"),
        ];
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = Checkout.Root };
        start.Environment["SAMANTHA_ROOT"] = Checkout.Root;
        foreach (var (setting, value) in (IEnumerable<KeyValuePair<string, string>>)[.. Defaults(silo), .. settings])
            start.Environment[$"SAMANTHA__{setting}"] = value;
        return start;
    }

    private Dictionary<string, string> Defaults(int silo) => new()
    {
        ["Host"] = $"{HostOf(silo)}",
        ["ApiKeys__0"] = ApiKey,
        ["Storage__Postgres"] = Database.ConnectionString("postgres", host: $"{Network?.Gateway ?? IPAddress.Loopback}"),
        ["Storage__Models"] = Models,
        ["Cluster__Silo"] = $"silo-{silo}",
        ["Cluster__Address"] = $"{HostOf(silo)}",
        ["Cluster__SiloPort"] = PortOf(silo, SiloPort).ToString(CultureInfo.InvariantCulture),
        ["Cluster__GatewayPort"] = "0",
        ["Cluster__Unencrypted"] = "true",
        ["Cluster__StopWithInput"] = "true",
    };

    private static string Logs(string name)
    {
        var folder = Path.Combine(Checkout.Root, "artifacts", "log", $"bench-{name}");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }
}
