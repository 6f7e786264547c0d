using System.Diagnostics;

namespace Samantha.Benchmarks.Clusters;

/// <summary>A silo of a cluster in a process of its own, started again whenever it ends.</summary>
internal sealed class SiloMember : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly ProcessStartInfo _start;
    private readonly StreamWriter _log;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _keeping;
    private volatile Process? _process;

    /// <param name="name">The silo's name.</param>
    /// <param name="url">Where it answers.</param>
    /// <param name="start">How it is started.</param>
    /// <param name="log">The file that gets its output.</param>
    public SiloMember(string name, Uri url, ProcessStartInfo start, string log)
    {
        Name = name;
        Url = url;
        _start = start;
        _start.RedirectStandardInput = _start.RedirectStandardOutput = _start.RedirectStandardError = true;
        _log = new StreamWriter(log) { AutoFlush = true };
        _http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(2) };
        _keeping = KeepAsync();
    }

    public string Name { get; }

    public Uri Url { get; }

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>The exit code of the process before this one.</summary>
    public int LastExit { get; private set; }

    /// <summary>Sends the process a signal, such as KILL or STOP; nothing where there is none at the moment.</summary>
    public void Signal(string name)
    {
        if (_process is not { } process)
            return;
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Stops the process for a while. It goes on also when this process does not live to see it.</summary>
    public async Task PauseAsync(TimeSpan time)
    {
        if (_process is not { } process)
            return;
        using var shell = Process.Start("/bin/sh", ["-c", $"kill -STOP {process.Id}; sleep {time.TotalSeconds:0}; kill -CONT {process.Id} 2>/dev/null"]);
        await shell.WaitForExitAsync();
    }

    /// <summary>Whether it says that it is ready.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync("health/ready", cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Waits until it was started at least so often and is ready.</summary>
    /// <exception cref="TimeoutException">It was not in time.</exception>
    public async Task WaitReadyAsync(TimeSpan limit, CancellationToken cancellation, int starts = 1)
    {
        for (var watch = Stopwatch.StartNew(); Starts < starts || !await IsReadyAsync(cancellation); await Task.Delay(100, cancellation))
            if (watch.Elapsed > limit)
                throw new TimeoutException($"{Name} was not ready within {limit.TotalSeconds:0} s; see {((FileStream)_log.BaseStream).Name}.");
    }

    /// <summary>Kills it and starts it no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Signal("KILL");
        await _keeping;
        _http.Dispose();
        await _log.DisposeAsync();
        _stop.Dispose();
    }

    private async Task KeepAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var process = Process.Start(_start)!;
            process.OutputDataReceived += Keep;
            process.ErrorDataReceived += Keep;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            Starts++;
            _process = process;
            // A stop that came in between found none to kill.
            if (_stop.IsCancellationRequested)
                process.Kill();
            await process.WaitForExitAsync();
            _process = null;
            LastExit = process.ExitCode;
            lock (_log)
                _log.WriteLine($"--- ended with {process.ExitCode} at {DateTime.UtcNow:HH:mm:ss.fff}");
            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_log)
            _log.WriteLine($"{DateTime.UtcNow:HH:mm:ss.fff} {line.Data}");
    }
}
