using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Orleans;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Models;

namespace Samantha.Grains.Training;

/// <summary>
/// Runs a session from training to rollout. Running the same session again after a crash goes on from the last checkpoint,
/// finds what was published, and rolls it out if it is not served yet.
/// </summary>
internal sealed class SessionRunner(
    ICandidateTrainer trainer,
    IModelStore store,
    ModelPublisher publisher,
    IGrainFactory grains,
    string workFolder,
    TimeProvider time,
    Action changed)
{
    private TrainingRun? _run;
    private SessionCurve _curve = new();
    private string? _version;
    private SessionTrace? _trace;
    private bool _cancelled;
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

    /// <summary>Runs the session; the trace sees its phases.</summary>
    /// <returns>How it ended; null if it was cancelled.</returns>
    public async Task<TrainingSession?> Run(PlannedSession planned, SessionTrace trace)
    {
        _trace = trace;
        _curve = new SessionCurve();
        _version = null;
        _cancelled = false;
        Progress = null;
        IsRunning = true;
        try
        {
            // A version that was made before a crash is not made again: on another machine it might be another.
            var made = await Made(planned);
            if (await Registry.Current() is var current && current != planned.Parent && (made is null || current != made.Id))
                return Ended(planned, SessionOutcome.Failed, "Another version came to be served.", None);

            if ((made ?? await Make(planned)) is not { } version)
                return null;
            _version = version.Id;
            if (_cancelled)
                return null;
            if (version.Standing == ModelStanding.Rejected)
                return Ended(planned, SessionOutcome.Rejected, version.Reason, version.Metrics);

            Enter(TrainingPhase.RollingOut);
            var reason = await RollOut(planned, version.Id);
            return Ended(planned, reason is null ? SessionOutcome.Promoted : SessionOutcome.Rejected, reason, version.Metrics);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception error)
        {
            // Of an unknown error the kind alone: its message may hold what a user said.
            return Ended(planned, SessionOutcome.Failed, error is SamanthaException ? error.Message : $"It broke off with {error.GetType().Name}.", None);
        }
        finally
        {
            Phase = TrainingPhase.Idle;
            IsRunning = false;
        }
    }

    /// <summary>Stops training; the session may be run again.</summary>
    public void Cancel()
    {
        _cancelled = true;
        _run?.Cancel();
    }

    /// <summary>The session as it is now.</summary>
    public TrainingSession Shown(PlannedSession planned) => new(
        planned.Id, planned.StartedAt, null, planned.Parent, _version, planned.Lessons.Length, planned.Rehearsed.Length, SessionOutcome.Running, null, None, _curve.Points);

    /// <summary>Deletes the folders of sessions that ended.</summary>
    public void RemoveLeftovers(PlannedSession? running)
    {
        if (!Directory.Exists(workFolder))
            return;
        foreach (var folder in Directory.EnumerateDirectories(workFolder, "session-*"))
        {
            if (running is null || folder != FolderOf(running))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static IReadOnlyDictionary<string, double> None { get; } = new Dictionary<string, double>();

    private IModelRegistryGrain Registry => grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);

    private IRolloutGrain Rollout => grains.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey);

    private string FolderOf(PlannedSession planned) =>
        Path.Combine(workFolder, string.Create(CultureInfo.InvariantCulture, $"session-{planned.Id}"));

    private async Task<ModelVersion?> Made(PlannedSession planned)
    {
        var lessons = Digest(planned);
        return (await Registry.List()).FirstOrDefault(version =>
            version.Parent == planned.Parent && version.Seed == planned.Seed && version.LessonsDigest == lessons);
    }

    /// <summary>Trains and publishes; null if it was cancelled.</summary>
    private async Task<ModelVersion?> Make(PlannedSession planned)
    {
        Enter(TrainingPhase.Training);
        var candidate = await Train(planned);
        if (_cancelled)
            return null;
        Enter(TrainingPhase.Publishing);
        return await publisher.Publish(new ModelCandidate(
            candidate.Folder,
            planned.Parent,
            candidate.Strategy,
            planned.Seed,
            candidate.Metrics,
            planned.Lessons.Concat(planned.Rehearsed).Select(lesson => lesson.Position).Distinct().Order().ToArray(),
            Digest(planned),
            candidate.Rejection));
    }

    private async Task<TrainedCandidate> Train(PlannedSession planned)
    {
        var folder = FolderOf(planned);
        Directory.CreateDirectory(folder);
        var job = new TrainingJob(await store.Locate(planned.Parent), folder, planned.Lessons, planned.Rehearsed, planned.Seed);
        using var run = new TrainingRun(trainer, job);
        _run = run;
        try
        {
            await foreach (var progress in run.Progress)
                Follow(progress);
            return await run.Completion;
        }
        finally
        {
            _run = null;
        }
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
    private async Task<string?> RollOut(PlannedSession planned, string version)
    {
        while (true)
        {
            if (_cancelled)
                throw new OperationCanceledException();
            var current = await Registry.Current();
            if (current == version)
                return null;
            var status = await Rollout.Status();
            var ours = status.Version == version;
            if (ours && status.Stage == RolloutStage.RolledBack && status.StartedAt >= planned.StartedAt)
                return status.Reason ?? "It was rolled back.";
            if (current != planned.Parent)
                throw new RolloutConflictException("Another version came to be served meanwhile; the lessons wait for the next session.");
            await Rollout.Start(version);
            await Rollout.Settled();
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
