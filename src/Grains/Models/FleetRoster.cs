using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>
/// Who beats, and what they told last. In memory alone: after a failover the next beats bring it all back, but for what only
/// silos that are gone had observed.
/// </summary>
internal sealed class FleetRoster(TimeProvider time, TimeSpan silence)
{
    private readonly Dictionary<(string Silo, string Run), Entry> _entries = [];

    /// <summary>Takes in a report.</summary>
    public void Take(SiloReport report)
    {
        _entries[(report.Silo, report.Run)] = new Entry(report, time.GetTimestamp());
        // What was observed of earlier rollouts is of no more use.
        foreach (var (run, entry) in _entries.ToList())
        {
            if (entry.Report.Rollout < report.Rollout && !IsThere(entry))
                _entries.Remove(run);
        }
    }

    /// <summary>Whether a worker has been heard of, be it long ago.</summary>
    public bool Knows(string worker) => _entries.Values.Any(entry => entry.Report.Workers.Any(status => status.Worker == worker));

    /// <summary>The workers whose silos beat and do not drain, by name.</summary>
    public IEnumerable<(string Silo, string Address, WorkerStatus Status, TimeSpan Silence)> Workers => _entries.Values
        .Where(entry => IsThere(entry) && !entry.Report.Draining)
        .SelectMany(entry => entry.Report.Workers.Select(status => (entry.Report.Silo, entry.Report.Address, Status: status, Silence: time.GetElapsedTime(entry.At))))
        // A silo that was restarted has its workers again before the run before it has been silent for long.
        .GroupBy(worker => worker.Status.Worker, StringComparer.Ordinal)
        .Select(runs => runs.MinBy(run => run.Silence))
        .OrderBy(worker => worker.Status.Worker, StringComparer.Ordinal);

    /// <summary>What was observed of a rollout, by all silos and their earlier runs.</summary>
    public IReadOnlyList<SignalTally> Signals(long rollout) =>
        [.. _entries.Values.Where(entry => entry.Report.Rollout == rollout).SelectMany(entry => entry.Report.Signals)];

    private bool IsThere(Entry entry) => time.GetElapsedTime(entry.At) < silence;

    private sealed record Entry(SiloReport Report, long At);
}
