using Samantha.Contracts.Models;

namespace Samantha.Grains.Inference;

/// <summary>
/// Counts what this silo observes of the two versions of a rollout, from its beginning on. The counts only grow, so telling
/// them twice tells nothing twice. Safe for several threads.
/// </summary>
internal sealed class SignalBook
{
    // Below this nobody notices a difference, and chance makes great ones. Of no time the logarithm would be no number.
    private const double ShortestWait = 0.05, ShortestToken = 1e-4;

    private readonly Lock _gate = new();
    private readonly Dictionary<(Signal Signal, string Version, string? Worker), Tally> _tallies = [];
    private readonly HashSet<(string Version, string Conversation)> _voices = [];
    private string[] _watched = [];

    /// <summary>The rollout that is counted.</summary>
    public long Rollout { get; private set; }

    /// <summary>Turns to the fleet's rollout: another one begins at nothing, one that ended is not counted on.</summary>
    public void Follow(Fleet fleet)
    {
        lock (_gate)
        {
            if (Rollout != fleet.Rollout)
            {
                _tallies.Clear();
                _voices.Clear();
                Rollout = fleet.Rollout;
            }

            _watched = fleet is { Candidate: { } candidate, Version: { } version } ? [candidate, version] : [];
        }
    }

    /// <summary>What was counted, with the rollout that it belongs to.</summary>
    public (long Rollout, SignalTally[] Signals) Read()
    {
        lock (_gate)
            return (Rollout, [.. _tallies.Select(tally => new SignalTally(tally.Key.Signal, tally.Key.Version, tally.Key.Worker, tally.Value))]);
    }

    /// <summary>A request was answered, or failed by the version's fault.</summary>
    public void Requested(string version, string worker, bool failed) => Add(Signal.Errors, version, worker, failed ? 1 : 0);

    /// <summary>A reply began after this time.</summary>
    public void Began(string version, string worker, TimeSpan after) => Add(Signal.FirstToken, version, worker, Logarithm(after, ShortestWait));

    /// <summary>Every token but the first took this time to compute.</summary>
    public void Wrote(string version, string worker, TimeSpan perToken) => Add(Signal.PerToken, version, worker, Logarithm(perToken, ShortestToken));

    /// <summary>A user judged a reply of this version. Whoever judges more often is not heard more: users differ, and one is one.</summary>
    public void Rated(string version, string conversation, int rating)
    {
        lock (_gate)
        {
            if (_watched.Contains(version) && _voices.Add((version, conversation)))
                Add(Signal.Ratings, version, null, rating);
        }
    }

    /// <summary>The user's valence moved after a reply of this version.</summary>
    public void Moved(string version, double valence) => Add(Signal.Mood, version, null, valence);

    private static double Logarithm(TimeSpan time, double shortest) => Math.Log(Math.Max(time.TotalSeconds, shortest));

    private void Add(Signal signal, string version, string? worker, double observation)
    {
        lock (_gate)
        {
            if (_watched.Contains(version))
                _tallies[(signal, version, worker)] = _tallies.GetValueOrDefault((signal, version, worker), Tally.Empty).With(observation);
        }
    }
}
