using System.Diagnostics;

namespace Samantha.Silo.Cluster;

/// <summary>A silo as a process of its own. It stops when its standard input ends: so it does not outlive who started it.</summary>
internal sealed class SiloProcess : IDisposable
{
    private readonly Process _process;

    private SiloProcess(Process process, string log)
    {
        _process = process;
        Log = log;
    }

    /// <summary>The process's number.</summary>
    public int Id => _process.Id;

    /// <summary>The file that it writes to.</summary>
    public string Log { get; }

    /// <summary>Starts a silo.</summary>
    /// <param name="silo">Which.</param>
    /// <param name="log">The file that its output is added to.</param>
    public static SiloProcess Start(SiloPlan silo, string log)
    {
        // The shell becomes the silo: its output goes to the file whatever happens to this process.
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-c", "exec \"$@\" >>\"$0\" 2>&1", log, .. Executable(), "run"])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in silo.Settings.Where(setting => setting.Value is not null))
            start.Environment[$"SAMANTHA__{name.Replace(":", "__")}"] = value;
        return new SiloProcess(Process.Start(start)!, log);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code; 128 and the signal's number where a signal ended it.</returns>
    public async Task<int> Ended(CancellationToken cancellationToken = default)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Asks it to drain and stop, and ends it when that takes too long.</summary>
    public async Task Stop(TimeSpan patience)
    {
        if (_process.HasExited)
            return;
        _process.StandardInput.Close();
        using var waiting = new CancellationTokenSource(patience);
        await _process.WaitForExitAsync(waiting.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
            _process.Kill();
    }

    public void Dispose() => _process.Dispose();

    private static string[] Executable()
    {
        var assembly = typeof(SiloProcess).Assembly.Location;
        return Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? [host, assembly] : ["dotnet", assembly];
    }
}
