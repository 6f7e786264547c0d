using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Samantha.Silo.Hosting;

namespace Samantha.Silo.Storage;

/// <summary>Waits at start until the storage can be used. The host starts it before the silo.</summary>
internal sealed class StorageStartup(IEnumerable<IStorageReadiness> storages, TimeSpan patience, TimeProvider time, ILogger<StorageStartup> logger) : IHostedService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    /// <exception cref="StartupException">A storage cannot be used, or did not answer in time.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var storage in storages)
            await Await(storage, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Await(IStorageReadiness storage, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (await storage.Prepare(cancellationToken) is { } obstacle)
        {
            var left = patience - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                throw new StartupException($"{storage.Name} did not answer within {patience.TotalSeconds:0} s ({obstacle}). Start it, or correct {storage.Setting}; then start again.");
            logger.LogWarning("{Storage} does not answer yet ({Obstacle}); waiting for up to {Left:0} s more", storage.Name, obstacle, left.TotalSeconds);
            await Task.Delay(left < Interval ? left : Interval, time, cancellationToken);
        }
    }
}
