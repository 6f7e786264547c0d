using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Models;

namespace Samantha.Grains.Training;

/// <summary>
/// Runs a session from training to rollout. Running the same session again after a crash, here or on another silo, goes on
/// from the last checkpoint where that is found, finds what was published, and rolls it out if it is not served yet.
/// </summary>
/// <param name="trainer">Makes candidates.</param>
/// <param name="store">Has the parents.</param>
/// <param name="publisher">Makes versions of candidates.</param>
/// <param name="grains">Leads to registry and rollout.</param>
/// <param name="folders">Have the checkpoints.</param>
/// <param name="provenance">What computes here.</param>
/// <param name="time">The clock.</param>
/// <param name="confirm">Throws if another trainer has taken over, so that one of them alone makes and rolls out versions.</param>
/// <param name="changed">Is told of every change.</param>
internal sealed class SessionRunner(
    ICandidateTrainer trainer,
    IModelStore store,
    ModelPublisher publisher,
    IGrainFactory grains,
    SessionFolders folders,
    Provenance provenance,
    TimeProvider time,
    Func<Task> confirm,
    Action changed)
{
    private CancellationTokenSource _stop = new();
    private SessionCurve _curve = new();
    private string? _version;
    private SessionTrace? _trace;
    private long _startedAt;
    private int _startedStep;

    /// <summary>Whether a session is on its way, be it only to its end.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>What the session is at.</summary>
    public TrainingPhase Phase { get; private set; } = TrainingPhase.Training;

    /// <summary>How far training is; null before the first step.</summary>
    public TrainingProgress? Progress { get; private set; }

    /// <summary>How long the steps left will take at the pace so far; null when that is not known.</summary>
    public double? SecondsLeft => Phase == TrainingPhase.Training && Progress is { } progress && progress.Step > _startedStep
        ? time.GetElapsedTime(_startedAt).TotalSeconds / (progress.Step - _startedStep) * (progress.Steps - progress.Step)
        : null;

    /// <summary>Runs the session; the trace sees its phases. What it throws passes: the session is to be run again.</summary>
    /// <returns>How it ended; null if it was cancelled.</returns>
    public async Task<EndedSession?> Run(PlannedSession planned, SessionTrace trace, CancellationToken cancellationToken)
    {
        using var stop = Begin(trace, cancellationToken);
        try
        {
            // A version that was made before a crash is not made again: on another machine it might be another.
            var made = await Made(planned);
            if (await Registry.Current() is var current && current != planned.Parent && (made is null || current != made.Id))
                return Ended(planned, SessionOutcome.Failed, "Another version came to be served.", None);

            var version = made ?? await Train(planned, stop.Token);
            _version = version.Id;
            stop.Token.ThrowIfCancellationRequested();
            if (version.Standing == ModelStanding.Rejected)
                return Ended(planned, SessionOutcome.Rejected, version.Reason, version.Metrics, SessionEnd.Rejected);

            Enter(TrainingPhase.RollingOut);
            var reason = await RollOut(version.Id, planned.Parent, planned.StartedAt, stop.Token);
            return reason is null
                ? Ended(planned, SessionOutcome.Promoted, null, version.Metrics, SessionEnd.Promoted)
                : Ended(planned, SessionOutcome.Rejected, reason, version.Metrics, SessionEnd.TakenBack);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception error) when (IsPassing(error))
        {
            throw;
        }
        catch (Exception error)
        {
            // Of an unknown error the kind alone: its message may hold what a user said.
            return Ended(planned, SessionOutcome.Failed, error is SamanthaException ? error.Message : $"It broke off with {error.GetType().Name}.", None);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Makes the version of a session, or finds it made, and leaves it at that. What it throws passes.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; the same session goes on from its checkpoint.</exception>
    public async Task<ModelVersion> Make(PlannedSession planned, CancellationToken cancellationToken)
    {
        using var stop = Begin(null, cancellationToken);
        try
        {
            return await Made(planned) ?? await Train(planned, stop.Token);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Rolls a version out.</summary>
    /// <param name="version">The version.</param>
    /// <param name="from">What must be served until then; null for whatever is.</param>
    /// <param name="since">Since when it may have been taken back.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <returns>Why it was taken back; null when it is served.</returns>
    /// <exception cref="RolloutConflictException">Another version came to be served, or is on its way.</exception>
    public async Task<string?> RollOut(string version, string? from, DateTimeOffset since, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var current = await Registry.Current();
            if (current == version)
                return null;
            var status = await Rollout.Status();
            if (status.Version == version && status.Stage == RolloutStage.RolledBack && status.StartedAt >= since)
                return status.Reason ?? "It was rolled back.";
            if (from is not null && current != from)
                throw new RolloutConflictException("Another version came to be served meanwhile; the lessons wait for the next session.");
            await confirm();
            await Rollout.Start(version);
            await Rollout.Settled().WaitAsync(cancellationToken);
        }
    }

    /// <summary>Prepares for sessions that start from a version.</summary>
    public async Task Prepare(string version, CancellationToken cancellationToken)
    {
        var root = await store.Locate(await RootOf(version), cancellationToken);
        await TrainingRun.Prepare(trainer, root, cancellationToken);
    }

    /// <summary>Stops training; the session may be run again.</summary>
    public void Cancel() => _stop.Cancel();

    /// <summary>The session as it is now.</summary>
    public TrainingSession Shown(PlannedSession planned) => new(
        planned.Id, planned.StartedAt, null, planned.Parent, _version, planned.Lessons.Length, planned.Rehearsed.Length, SessionOutcome.Running, null, None, _curve.Points);

    private static IReadOnlyDictionary<string, double> None { get; } = new Dictionary<string, double>();

    private IModelRegistryGrain Registry => grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);

    private IRolloutGrain Rollout => grains.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey);

    // A grain that moves, a database that restarts, another trainer that has taken over: the session is none the worse for it.
    public static bool IsPassing(Exception error) =>
        error is OrleansMessageRejectionException or TimeoutException or InconsistentStateException or StorageUnavailableException;

    private CancellationTokenSource Begin(SessionTrace? trace, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _trace = trace;
        _curve = new SessionCurve();
        _version = null;
        Progress = null;
        Phase = TrainingPhase.Training;
        IsRunning = true;
        return _stop;
    }

    private void End()
    {
        _stop = new CancellationTokenSource();
        IsRunning = false;
    }

    private async Task<ModelVersion?> Made(PlannedSession planned) => (await Registry.List()).FirstOrDefault(version =>
        version.Parent == planned.Parent && version.Seed == planned.Seed && version.LessonsDigest == planned.Digest && !version.LearnedFromForgotten);

    private async Task<ModelVersion> Train(PlannedSession planned, CancellationToken cancellationToken)
    {
        Enter(TrainingPhase.Training);
        var candidate = await Candidate(planned, cancellationToken);
        await confirm();
        cancellationToken.ThrowIfCancellationRequested();
        Enter(TrainingPhase.Publishing);
        return await publisher.Publish(
            new ModelCandidate(
                candidate.Folder,
                planned.Parent,
                candidate.Strategy,
                planned.Seed,
                candidate.Metrics,
                planned.Lessons.Concat(planned.Rehearsed).Select(lesson => lesson.Position).Distinct().Order().ToArray(),
                planned.Digest,
                candidate.Rejection)
            {
                Lineage = new ModelLineage(
                    provenance.Code,
                    provenance.Machine,
                    planned.Settings,
                    [.. planned.Lessons.Select(lesson => lesson.Position)],
                    [.. planned.Rehearsed.Select(lesson => lesson.Position)],
                    planned.Through,
                    Pairs(planned)),
                Replaces = planned.Replaces,
            },
            cancellationToken);
    }

    private static IReadOnlyDictionary<long, long>? Pairs(PlannedSession planned)
    {
        var pairs = planned.Lessons.Concat(planned.Rehearsed).Where(lesson => lesson.RejectedAt is not null).DistinctBy(lesson => lesson.Position)
            .ToDictionary(lesson => lesson.Position, lesson => lesson.RejectedAt!.Value);
        return pairs.Count == 0 ? null : pairs;
    }

    private async Task<TrainedCandidate> Candidate(PlannedSession planned, CancellationToken cancellationToken)
    {
        var parent = await store.Locate(planned.Parent, cancellationToken);
        var root = await store.Locate(await RootOf(planned.Parent), cancellationToken);
        var job = new TrainingJob(parent, root, folders.Take(planned.Id), planned.Lessons, planned.Rehearsed, planned.Seed, LearningSettings.Read(planned.Settings));
        var run = new TrainingRun(trainer, job, cancellationToken);
        await foreach (var progress in run.Progress)
            Follow(progress);
        return await run.Completion;
    }

    // What is general is measured from where the line began: what each version loses would else add up unseen.
    private async Task<string> RootOf(string version)
    {
        var parents = (await Registry.List()).ToDictionary(known => known.Id, known => known.Parent);
        while (parents.GetValueOrDefault(version) is { } parent && parents.ContainsKey(parent))
            version = parent;
        return version;
    }

    private void Follow(TrainingProgress progress)
    {
        if (Progress is null)
        {
            // A resumed session begins in its midst.
            _startedAt = time.GetTimestamp();
            _startedStep = progress.Step;
        }

        Progress = progress;
        if (Phase != progress.Phase)
            Enter(progress.Phase);
        if (progress.Point is { } point)
            _curve.Add(point);
        changed();
    }

    private EndedSession Ended(
        PlannedSession planned, SessionOutcome outcome, string? reason, IReadOnlyDictionary<string, double> metrics, SessionEnd? end = null) => new(
        new TrainingSession(
            planned.Id, planned.StartedAt, time.GetUtcNow(), planned.Parent, _version, planned.Lessons.Length, planned.Rehearsed.Length, outcome, reason, metrics, _curve.Points),
        end);

    private void Enter(TrainingPhase phase)
    {
        Phase = phase;
        _trace?.Entered(phase);
        changed();
    }
}
