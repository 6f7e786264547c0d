using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Samantha.Silo.Tests.Servers;

namespace Samantha.Benchmarks.Clusters;

/// <summary>
/// A network inside this machine: each silo in a namespace of its own, all on one bridge, whose links can be taken down
/// one by one. Everything is named by this process's id, so that what a killed run left is known as such.
/// </summary>
internal sealed partial class SiloNetwork : IAsyncDisposable
{
    private const string Mark = "smb";

    private readonly string _bridge = $"{Mark}{Environment.ProcessId}";
    private readonly int _subnet;
    private readonly int _silos;

    private SiloNetwork(int subnet, int silos)
    {
        _subnet = subnet;
        _silos = silos;
    }

    /// <summary>This machine's address in it.</summary>
    public IPAddress Gateway => Address(1);

    public string Subnet => $"10.83.{_subnet}.0/24";

    /// <summary>Makes the network; null, with the reason on the console, where this machine or user cannot.</summary>
    public static async Task<SiloNetwork?> TryCreateAsync(int silos)
    {
        var network = new SiloNetwork(Environment.ProcessId % 250, silos);
        try
        {
            await RemoveLeftoversAsync();
            await network.CreateAsync();
            return network;
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            await network.DisposeAsync();
            Console.WriteLine($"  No network cuts: they need root and iproute2 ({failure.Message.Trim()})");
            return null;
        }
    }

    public IPAddress AddressOf(int silo) => Address(10 + silo);

    /// <summary>What runs a command in a silo's namespace.</summary>
    public IReadOnlyList<string> Inside(int silo) => ["ip", "netns", "exec", Namespace(silo)];

    /// <summary>Takes a silo's link down for a while. It comes up again also when this process does not live to see it.</summary>
    public Task CutAsync(int silo, TimeSpan time) =>
        ServerProcess.Run("/bin/sh", "-c", $"ip link set {Namespace(silo)} down; sleep {time.TotalSeconds:0}; ip link set {Namespace(silo)} up");

    public async ValueTask DisposeAsync()
    {
        for (var silo = 0; silo < _silos; silo++)
            await TryAsync("ip", "netns", "del", Namespace(silo));
        await TryAsync("ip", "link", "del", _bridge);
    }

    private async Task CreateAsync()
    {
        await ServerProcess.Run("ip", "link", "add", _bridge, "type", "bridge");
        await ServerProcess.Run("ip", "addr", "add", $"{Gateway}/24", "dev", _bridge);
        await ServerProcess.Run("ip", "link", "set", _bridge, "up");
        for (var silo = 0; silo < _silos; silo++)
        {
            var name = Namespace(silo);
            await ServerProcess.Run("ip", "netns", "add", name);
            await ServerProcess.Run("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
            await ServerProcess.Run("ip", "link", "set", name, "master", _bridge, "up");
            await ServerProcess.Run("ip", "-n", name, "addr", "add", $"{AddressOf(silo)}/24", "dev", "eth0");
            await ServerProcess.Run("ip", "-n", name, "link", "set", "eth0", "up");
            await ServerProcess.Run("ip", "-n", name, "link", "set", "lo", "up");
        }
    }

    // Only what a run that is gone made: its processes stand in its namespaces.
    private static async Task RemoveLeftoversAsync()
    {
        foreach (var name in Names().Matches(await ReadAsync("ip", "netns", "list")).Where(IsLeft).Select(match => match.Value).Distinct())
        {
            foreach (var process in (await ReadAsync("ip", "netns", "pids", name)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                await TryAsync("kill", "-9", process.Trim());
            await TryAsync("ip", "netns", "del", name);
        }

        foreach (var name in Names().Matches(await ReadAsync("ip", "-o", "link", "show", "type", "bridge")).Where(IsLeft).Select(match => match.Value).Distinct())
            await TryAsync("ip", "link", "del", name);

        static bool IsLeft(Match match) => !Directory.Exists($"/proc/{match.Groups[1].Value}");
    }

    private string Namespace(int silo) => $"{_bridge}-{silo}";

    private IPAddress Address(int host) => new([10, 83, (byte)_subnet, (byte)host]);

    private static async Task TryAsync(params string[] command)
    {
        try
        {
            await ServerProcess.Run(command);
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It is gone already, or was never there.
        }
    }

    private static async Task<string> ReadAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    [GeneratedRegex($@"\b{Mark}(\d+)(-\d+)?\b")]
    private static partial Regex Names();
}
