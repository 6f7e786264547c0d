using System.Security.Cryptography;
using System.Text.Json;
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
/// <param name="time">The clock.</param>
/// <param name="confirm">Throws if another trainer has taken over, so that one of them alone makes and rolls out versions.</param>
/// <param name="changed">Is told of every change.</param>
internal sealed class SessionRunner(
    ICandidateTrainer trainer,
    IModelStore store,
    ModelPublisher publisher,
    IGrainFactory grains,
    SessionFolders folders,
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
    public TrainingPhase Phase { get; private set; }

    /// <summary>How far training is; null before the first step.</summary>
    public TrainingProgress? Progress { get; private set; }

    /// <summary>How long the steps left will take at the pace so far; null when that is not known.</summary>
    public double? SecondsLeft => Phase == TrainingPhase.Training && Progress is { } progress && progress.Step > _startedStep
        ? time.GetElapsedTime(_startedAt).TotalSeconds / (progress.Step - _startedStep) * (progress.Steps - progress.Step)
        : null;

    /// <summary>Runs the session; the trace sees its phases. What it throws passes: the session is to be run again.</summary>
    /// <returns>How it ended; null if it was cancelled.</returns>
    public async Task<TrainingSession?> Run(PlannedSession planned, SessionTrace trace, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _stop = stop;
        _trace = trace;
        _curve = new SessionCurve();
        _version = null;
        Progress = null;
        IsRunning = true;
        try
        {
            // A version that was made before a crash is not made again: on another machine it might be another.
            var made = await Made(planned);
            if (await Registry.Current() is var current && current != planned.Parent && (made is null || current != made.Id))
                return Ended(planned, SessionOutcome.Failed, "Another version came to be served.", None);

            var version = made ?? await Make(planned, stop.Token);
            _version = version.Id;
            stop.Token.ThrowIfCancellationRequested();
            if (version.Standing == ModelStanding.Rejected)
                return Ended(planned, SessionOutcome.Rejected, version.Reason, version.Metrics);

            Enter(TrainingPhase.RollingOut);
            var reason = await RollOut(planned, version.Id, stop.Token);
            return Ended(planned, reason is null ? SessionOutcome.Promoted : SessionOutcome.Rejected, reason, version.Metrics);
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
            _stop = new CancellationTokenSource();
            Phase = TrainingPhase.Idle;
            IsRunning = false;
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
    private static bool IsPassing(Exception error) =>
        error is OrleansMessageRejectionException or TimeoutException or InconsistentStateException or StorageUnavailableException;

    private async Task<ModelVersion?> Made(PlannedSession planned)
    {
        var lessons = Digest(planned);
        return (await Registry.List()).FirstOrDefault(version =>
            version.Parent == planned.Parent && version.Seed == planned.Seed && version.LessonsDigest == lessons);
    }

    private async Task<ModelVersion> Make(PlannedSession planned, CancellationToken cancellationToken)
    {
        Enter(TrainingPhase.Training);
        var candidate = await Train(planned, cancellationToken);
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
                Digest(planned),
                candidate.Rejection),
            cancellationToken);
    }

    private async Task<TrainedCandidate> Train(PlannedSession planned, CancellationToken cancellationToken)
    {
        var parent = await store.Locate(planned.Parent, cancellationToken);
        var root = await store.Locate(await RootOf(planned.Parent), cancellationToken);
        var job = new TrainingJob(parent, root, folders.Take(planned.Id), planned.Lessons, planned.Rehearsed, planned.Seed);
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

    /// <summary>Rolls the version out; returns why it was taken back, or null.</summary>
    private async Task<string?> RollOut(PlannedSession planned, string version, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var current = await Registry.Current();
            if (current == version)
                return null;
            var status = await Rollout.Status();
            var ours = status.Version == version;
            if (ours && status.Stage == RolloutStage.RolledBack && status.StartedAt >= planned.StartedAt)
                return status.Reason ?? "It was rolled back.";
            if (current != planned.Parent)
                throw new RolloutConflictException("Another version came to be served meanwhile; the lessons wait for the next session.");
            await confirm();
            await Rollout.Start(version);
            await Rollout.Settled().WaitAsync(cancellationToken);
        }
    }

    private static string Digest(PlannedSession planned) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        planned.Lessons.Concat(planned.Rehearsed).Select(lesson => new { lesson.Prompt, lesson.Answer, lesson.Rejected, lesson.Kind }))));

    private TrainingSession Ended(PlannedSession planned, SessionOutcome outcome, string? reason, IReadOnlyDictionary<string, double> metrics) => new(
        planned.Id, planned.StartedAt, time.GetUtcNow(), planned.Parent, _version, planned.Lessons.Length, planned.Rehearsed.Length, outcome, reason, metrics, _curve.Points);

    private void Enter(TrainingPhase phase)
    {
        Phase = phase;
        _trace?.Entered(phase);
        changed();
    }
}
