using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Samantha.Silo.Hosting;

namespace Samantha.Silo.Cluster;

/// <summary>The silos that one command starts on this machine.</summary>
/// <param name="Count">How many.</param>
/// <param name="Port">The first one's port of HTTP; silo i has the i-th from here on.</param>
/// <param name="Data">The folder that they share.</param>
/// <param name="Postgres">The database that they store in; null for SQLite in the folder.</param>
/// <param name="Model">The model to import; null for the platform's own.</param>
/// <param name="Restart">Whether a silo that ends is started again.</param>
internal sealed record ClusterPlan(int Count, int Port, string Data, string? Postgres, string? Model, bool Restart)
{
    private const int MostSilos = 64;

    // Apart from HTTP's and from each other's, so that neighbouring clusters do not meet either.
    private const int SiloPorts = 10_000, GatewayPorts = 20_000;

    /// <summary>The silos.</summary>
    public IReadOnlyList<SiloPlan> Silos => [.. Enumerable.Range(0, Count).Select(Silo)];

    /// <exception cref="StartupException">It cannot work; the message says what to do.</exception>
    public void Check()
    {
        if (Count is < 1 or > MostSilos)
            throw new StartupException($"A cluster on one machine has 1 to {MostSilos} silos.");
        if (Port < 1 || Port + GatewayPorts + Count > ushort.MaxValue)
            throw new StartupException($"--port must be from 1 to {ushort.MaxValue - GatewayPorts - Count}: silos talk to each other {SiloPorts:n0} and {GatewayPorts:n0} above it.");
        foreach (var port in Silos.SelectMany(silo => silo.Ports))
        {
            if (!IsFree(port))
                throw new StartupException($"Port {port} is in use by another program. Stop it, or choose other ports with --port.");
        }
    }

    private SiloPlan Silo(int index)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"silo-{index}");
        var (http, silo, gateway) = (Port + index, Port + SiloPorts + index, Port + GatewayPorts + index);
        var settings = new Dictionary<string, string?>
        {
            ["Port"] = Text(http),
            ["Data"] = Data,
            ["Model"] = Model,
            ["Cluster:Silo"] = name,
            ["Cluster:SiloPort"] = Text(silo),
            ["Cluster:GatewayPort"] = Text(gateway),
            ["Cluster:StopWithInput"] = bool.TrueString,
        };
        if (Postgres is not null)
        {
            settings["Profile"] = ServiceSettings.ClusterProfile;
            settings["Storage:Postgres"] = Postgres;
            settings["Storage:Models"] = Path.Combine(Data, "models");
        }

        return new SiloPlan(name, http, [http, silo, gateway], settings);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>One silo to start.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Port">Its port of HTTP.</param>
/// <param name="Ports">All of its ports.</param>
/// <param name="Settings">Its settings by their names; nulls say nothing.</param>
internal sealed record SiloPlan(string Name, int Port, IReadOnlyList<int> Ports, IReadOnlyDictionary<string, string?> Settings)
{
    /// <summary>Where it answers.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}");
}
