using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Hosting;

namespace Samantha.Grains.Inference;

/// <summary>
/// This silo's workers: brings each to the versions that it is meant to hold, notes what does harm, and counts the replies
/// that are being read from them.
/// </summary>
internal sealed class LocalWorkers
{
    // A version that could not be loaded may be mended, but not in every second.
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly IReplyEngines _engines;
    private readonly TimeProvider _time;
    private readonly ILogger<LocalWorkers> _logger;
    private readonly ConcurrentDictionary<string, Task> _moving = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Reason, long At)> _harms = new(StringComparer.Ordinal);
    private long _rollout;
    private int _replies;

    public LocalWorkers(IReplyEngines engines, TimeProvider time, ILogger<LocalWorkers> logger)
    {
        _engines = engines;
        _time = time;
        _logger = logger;
        foreach (var worker in engines.Workers)
            engines.Of(worker).VersionHarmed += (_, harm) => Note(worker, harm.Version, harm.Reason);
    }

    /// <summary>Their keys.</summary>
    public IReadOnlyList<string> Names => _engines.Workers;

    /// <summary>Rings when there is something to tell.</summary>
    public Bell News { get; } = new();

    /// <summary>The versions that did harm since the rollout began.</summary>
    public VersionHarm[] Harms => [.. _harms.Select(harm => new VersionHarm(harm.Key, harm.Value.Reason))];

    /// <summary>How many replies are being read.</summary>
    public int Replies => Volatile.Read(ref _replies);

    /// <summary>A reply is being read until this is disposed.</summary>
    public IDisposable Read() => new Reading(this);

    /// <summary>Begins to bring the workers to where the fleet wants them, beside what they do.</summary>
    public void Follow(Fleet fleet)
    {
        if (_rollout != fleet.Rollout)
        {
            _rollout = fleet.Rollout;
            _harms.Clear();
        }

        foreach (var worker in fleet.Workers.Where(worker => Names.Contains(worker.Status.Worker)))
        {
            if (_moving.GetValueOrDefault(worker.Status.Worker) is not { IsCompleted: false } && !IsThere(worker))
                _moving[worker.Status.Worker] = Move(worker);
        }
    }

    /// <summary>Has a worker hold a version, and serve it if so wanted.</summary>
    /// <exception cref="VersionNotServableException">The version cannot be loaded.</exception>
    /// <exception cref="UnknownVersionException">There is no such version.</exception>
    public async Task Hold(string worker, string version, bool serve, CancellationToken cancellationToken)
    {
        var engine = _engines.Of(worker);
        if (!engine.LoadedVersions.Contains(version))
            await engine.Prepare(version, cancellationToken);
        if (!serve || engine.CurrentVersion == version)
            return;
        engine.Swap(version);
        _logger.LogInformation("Worker {Worker} serves {Version}", worker, version);
    }

    private bool IsThere(FleetWorker worker)
    {
        var engine = _engines.Of(worker.Status.Worker);
        return worker.Meant.Count == 0 || engine.CurrentVersion == worker.Meant[0] && worker.Meant.All(engine.LoadedVersions.Contains);
    }

    private async Task Move(FleetWorker worker)
    {
        // Elsewhere than on the way of the beats.
        await Task.Yield();
        foreach (var version in worker.Meant.Where(version => !IsResting(version)))
        {
            try
            {
                await Hold(worker.Status.Worker, version, serve: version == worker.Meant[0], CancellationToken.None);
                News.Ring();
            }
            catch (Exception error) when (error is VersionNotServableException or UnknownVersionException)
            {
                Note(worker.Status.Worker, version, error.Message);
            }
            catch (Exception error)
            {
                _logger.LogWarning("Worker {Worker} does not hold {Version} yet: {Error}", worker.Status.Worker, version, error.GetType().Name);
            }
        }
    }

    private bool IsResting(string version) => _harms.TryGetValue(version, out var harm) && _time.GetElapsedTime(harm.At) < Rest;

    // Raised by the engine's threads too.
    private void Note(string worker, string version, string reason)
    {
        _logger.LogWarning("Version {Version} did harm on worker {Worker}: {Reason}", version, worker, reason);
        _harms[version] = (reason, _time.GetTimestamp());
        News.Ring();
    }

    private sealed class Reading : IDisposable
    {
        private LocalWorkers? _workers;

        public Reading(LocalWorkers workers)
        {
            _workers = workers;
            Interlocked.Increment(ref workers._replies);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _workers, null) is { } workers)
                Interlocked.Decrement(ref workers._replies);
        }
    }
}
