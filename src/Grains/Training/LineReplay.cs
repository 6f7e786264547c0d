using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Lessons;

namespace Samantha.Grains.Training;

/// <summary>
/// Makes the history of a model again from the log as it is now: the same sessions close at the same positions, and each
/// learns what the log still has; what operators released or dropped between them is released or dropped again. The gate judges anew, so a session may end otherwise than it did; what came from outside is
/// as it was: a version that was taken back is taken back again, and where an operator had another version served, what is now
/// in its place is served. A session without a lesson vanishes. What comes out as it was is not made again.
/// </summary>
/// <param name="curation">Makes lessons of the log, under some settings, as for the trainer.</param>
/// <param name="find">Finds a version.</param>
/// <param name="make">Makes the version of a session, or finds it made.</param>
/// <param name="done">Is told how many sessions are done.</param>
internal sealed class LineReplay(
    Func<LearningOptions, Curation> curation, Func<string, Task<ModelVersion>> find, Func<PlannedSession, CancellationToken, Task<ModelVersion>> make, Action<int> done)
{
    // What answers in the replay where the history had a version.
    private readonly Dictionary<string, string> _standIns = new(StringComparer.Ordinal);

    /// <summary>Replays.</summary>
    /// <param name="ledger">The sessions.</param>
    /// <param name="served">The version that is served now.</param>
    /// <param name="cancellationToken">Stops; begun again, the replay finds what it made.</param>
    /// <exception cref="HistoryUnknownException">A version was made before sessions were noted.</exception>
    public async Task<ReplayedLine> Run(SessionLedger ledger, string served, CancellationToken cancellationToken)
    {
        var state = new TrainerState();
        var replayed = new SessionLedger { Acts = ledger.Acts };
        // What the history would serve next by itself, and what the replay serves.
        string? expected = null;
        var serving = served;
        foreach (var (index, session) in ledger.Sessions.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var options = ledger.SettingsOf(session);
            var lessons = curation(options);
            // What operators did before it was planned.
            state = await lessons.Redo(state, ledger.Acts.Skip(state.Acts).TakeWhile(act => act.After < session.Id), cancellationToken);
            // The position is that of the session, though its last records may be gone.
            state = await lessons.Compare(await lessons.ReadAll(state, session.Through, cancellationToken) with { Position = session.Through });
            if (session.Parent != expected)
                serving = await StandIn(session.Parent);
            var parent = serving;
            var planned = SessionPlanner.Plan(state, await find(parent), DateTimeOffset.UnixEpoch, options);
            var version = planned is null ? null : await make(planned with { Replaces = session.Version }, cancellationToken);
            var end = version is null ? SessionEnd.Empty
                : version.Standing == ModelStanding.Rejected ? SessionEnd.Rejected
                : session.End == SessionEnd.TakenBack ? SessionEnd.TakenBack
                : SessionEnd.Promoted;
            if (planned is not null)
            {
                var outcome = end == SessionEnd.Promoted ? SessionOutcome.Promoted : SessionOutcome.Rejected;
                state = await lessons.Ended(state.Beginning(planned, options.RehearsalMemory).Ending(outcome, options), planned, outcome);
            }

            if (end == SessionEnd.Promoted)
                serving = version!.Id;
            replayed = replayed.With(session.Id, session.Through, parent, version?.Id, end, ledger.Settings[session.Settings]);
            if (session.Version is { } replaced)
                _standIns[replaced] = serving;
            expected = session.End == SessionEnd.Promoted ? session.Version : session.Parent;
            done(index + 1);
        }

        return new ReplayedLine(state, replayed, served == expected ? serving : await StandIn(served));
    }

    private async Task<string> StandIn(string version)
    {
        if (_standIns.TryGetValue(version, out var known))
            return known;
        var found = await find(version);
        if (!found.LearnedFromForgotten)
            return version;
        return found.Parent is { } parent && _standIns.ContainsKey(parent)
            ? _standIns[parent]
            : throw new HistoryUnknownException(
                $"Version {version} learned from a user who was forgotten, and how it was made is not known: it is older than the notes of sessions. Roll out a version from before it, or import the model anew.");
    }
}
