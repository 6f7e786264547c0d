using System.Runtime.InteropServices;

namespace Samantha.Silo.Commands;

/// <summary>Knows whether somebody asked the process to stop. What stops without having been asked has a reason of its own.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly PosixSignalRegistration[] _signals;
    private readonly CancellationTokenRegistration _cancelled;
    private volatile bool _wasMade;

    /// <param name="cancellationToken">Cancelled by whoever asks in this process.</param>
    public StopRequest(CancellationToken cancellationToken)
    {
        _cancelled = cancellationToken.Register(() => _wasMade = true);
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, _ => _wasMade = true))];
    }

    /// <summary>Whether somebody has asked.</summary>
    public bool WasMade => _wasMade;

    /// <summary>Asks when the standard input ends, as it does when the process that started this one is gone.</summary>
    public async Task WithInput(IHostApplicationLifetime lifetime)
    {
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null);
        _wasMade = true;
        lifetime.StopApplication();
    }

    public void Dispose()
    {
        _cancelled.Dispose();
        foreach (var signal in _signals)
            signal.Dispose();
    }
}
