using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Samantha.Benchmarks.Services;

/// <summary>
/// A silo in a process of its own, as <c>./platform run</c> starts it, on a free loopback port. Only processes
/// started here are ever killed.
/// </summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly string _data;
    private readonly List<string> _options;
    private readonly Queue<string> _lastLines = new();
    private Process? _process;

    public SiloProcess(string data, params IEnumerable<string> options)
    {
        _data = data;
        _options = [.. options];
        Port = FreePort();
        Url = new Uri($"http://127.0.0.1:{Port}/");
    }

    /// <summary>Settings that have no option, by the names of their variables.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public int Port { get; }

    public Uri Url { get; }

    public bool HasExited => _process is null || _process.HasExited;

    /// <summary>Starts the silo and waits until it is ready.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> StartAsync(CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        var watch = Stopwatch.StartNew();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (IEnumerable<string>)[Checkout.SiloAssembly, "run", "--port", $"{Port}", "--data", _data, .. _options])
            start.ArgumentList.Add(argument);
        start.Environment["SAMANTHA_ROOT"] = Checkout.Root;
        foreach (var (name, value) in Settings)
            start.Environment[name] = value;
        start.WorkingDirectory = Checkout.Root;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        using var http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(2) };
        var deadline = limit ?? TimeSpan.FromSeconds(60);
        while (watch.Elapsed < deadline)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The silo ended with {_process.ExitCode}:\n{LastLines()}");
            try
            {
                using var ready = await http.GetAsync("health/ready", cancellationToken);
                if (ready.IsSuccessStatusCode)
                    return watch.Elapsed;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Not listening yet.
            }

            await Task.Delay(20, cancellationToken);
        }

        throw new TimeoutException($"The silo was not ready within {deadline.TotalSeconds:0} s:\n{LastLines()}");
    }

    /// <summary>kill -9: nothing in the process gets a chance to save anything.</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false } process)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            while (_lastLines.Count > 40)
                _lastLines.Dequeue();
        }
    }

    public string LastLines()
    {
        lock (_lastLines)
            return string.Join('\n', _lastLines);
    }
}
