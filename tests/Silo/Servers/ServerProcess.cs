using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Samantha.Silo.Tests.Servers;

/// <summary>A server that ends with the tests, also when they are killed: it is stopped once its starter's end of a pipe closes.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // A shell that waits for a signal's name or the end of its input and then stops the server.
    private const string Keeper = """
        "$@" & server=$!
        read -r signal
        kill -${signal:-INT} $server
        wait $server
        """;

    private readonly Process _process;
    private readonly Task _output;

    private ServerProcess(Process process)
    {
        _process = process;
        _output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>A loopback port that is free now, and not one of those that the system gives to connections meanwhile.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }

    /// <summary>Starts a server; <paramref name="prefix"/> is what makes its user another, or nothing.</summary>
    public static ServerProcess Start(IEnumerable<string> prefix, IEnumerable<string> command) =>
        new(Process.Start(Info([.. prefix, "/bin/sh", "-c", Keeper, "keeper", .. command]))!);

    /// <summary>Runs a program to its end.</summary>
    public static async Task Run(params string[] command)
    {
        using var process = Process.Start(Info(command))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {await output}{await errors}");
    }

    /// <summary>Waits until the server answers.</summary>
    public async Task Answers(Func<Task> ask)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await ask();
                return;
            }
            catch (Exception) when (!_process.HasExited && watch.Elapsed < TimeSpan.FromMinutes(2))
            {
                await Task.Delay(50);
            }
        }
    }

    public ValueTask DisposeAsync() => new(Stop("INT"));

    /// <summary>Stops the server with a signal and waits for its end.</summary>
    public async Task Stop(string signal)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(signal);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended by itself.
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _output;
        _process.Dispose();
    }

    private static ProcessStartInfo Info(IReadOnlyList<string> command) => new(command[0], command.Skip(1))
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = "/",
    };
}
