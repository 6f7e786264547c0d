using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Hosting;
using Samantha.Grains.Interactions;
using Samantha.Grains.Lessons;
using Samantha.Grains.Measurement;
using Samantha.Grains.Models;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Training;

/// <summary>
/// Reads the log, curates, and runs one session after the other. What it decides is stored before it is acted upon, and
/// every act may be repeated, so that it goes on after a crash wherever it was.
/// </summary>
[KeepAlive]
internal sealed class TrainerGrain : Grain, ITrainerGrain, ITaughtStreamGrain
{
    private const int MostSessionsOfPage = 200;

    private readonly TrainerMemory _memory;
    private readonly IOptions<SamanthaOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<TrainerGrain> _logger;
    private readonly SessionFolders _folders;
    private readonly SessionRunner _runner;
    private readonly LineRebuilder _rebuilder;
    private readonly LessonIntake _intake;
    private readonly LineForgetting _forgetting;
    private readonly TrainingObservers _observers;
    private readonly CancellationTokenSource _stopped = new();
    private readonly LessonClock _clock;
    private CancellationTokenSource _resting = new();
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _working = Task.CompletedTask;
    private bool _isPrepared;

    public TrainerGrain(
        [PersistentState("trainer", SamanthaStorage.Name)] IPersistentState<TrainerState> state,
        [PersistentState("sessions", SamanthaStorage.Name)] IPersistentState<SessionLedger> ledger,
        IInteractionLog log,
        ICurationLog decisions,
        ICandidateTrainer trainer,
        IModelStore store,
        ModelPublisher publisher,
        IGrainFactory grains,
        Provenance provenance,
        IOptions<SamanthaOptions> options,
        TimeProvider time,
        ILogger<TrainerGrain> logger)
    {
        _memory = new TrainerMemory(state, ledger);
        _options = options;
        _time = time;
        _logger = logger;
        _clock = new LessonClock(options.Value.Learning, time);
        _observers = new TrainingObservers(time);
        LanguageModel? language = null;
        var curation = Curated(decisions, Learning);
        _folders = new SessionFolders(options.Value.WorkFolder);
        _runner = new SessionRunner(trainer, store, publisher, grains, _folders, provenance, time, _memory.Confirm, Tell);
        var rebuilds = Path.Combine(options.Value.WorkFolder, "rebuild");
        _rebuilder = new LineRebuilder(
            new SessionRunner(trainer, store, publisher, grains, new SessionFolders(rebuilds), provenance, time, _memory.Confirm, Tell), settings => Curated(null, settings), grains, rebuilds, Tell);
        _intake = new LessonIntake(_memory, curation, _runner, grains, () => trainer.Resolve(Learning), time, Arrived);
        _forgetting = new LineForgetting(_memory, _intake, curation, _rebuilder, _runner, log, grains, time, logger);

        // What is decided again is on record already.
        Curation Curated(ICurationLog? records, LearningOptions settings) => new(log, records, Language, settings, time);

        // Anchors pass from version to version: it is learned once, however many sessions are made again.
        async Task<LanguageModel?> Language() => language ??= await SpokenLanguage.Of(Registry, store);
    }

    private LearningOptions Learning => _options.Value.Learning;

    private TrainerState State => _memory.State;

    private IModelRegistryGrain Registry => GrainFactory.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);

    private IMeasuringGrain Measuring => GrainFactory.GetGrain<IMeasuringGrain>(IModelRegistryGrain.DefaultKey);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // What waits since before a restart has waited long enough.
        _clock.Restore(State.Waiting.Length);
        Tell();
        _working = Work();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopped.CancelAsync();
        _runner.Cancel();
        await _forgetting.Cancel();
        await _working.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        TrainingMeter.Elsewhere();
    }

    public Task<TrainingStatus> Status() => Task.FromResult(Shown());

    public Task<IReadOnlyList<TrainingSession>> Sessions(int limit = 20)
    {
        IEnumerable<TrainingSession> sessions = State.Ended.Reverse();
        if (State.Running is { } running)
            sessions = sessions.Prepend(_runner.Shown(running));
        return Task.FromResult<IReadOnlyList<TrainingSession>>(sessions.Take(Math.Clamp(limit, 1, MostSessionsOfPage)).ToArray());
    }

    public Task<TaughtStream> Stream() =>
        Task.FromResult(new TaughtStream(State.Running is null, State.Ended is [.., var last] ? last.Id : 0, State.Tasks));

    public async Task<TrainingSession> StartSession()
    {
        await _intake.Gather(_stopped.Token);
        if (State.Running is not null)
            throw new SessionConflictException("A training session is running. Follow it, and start another when it has ended.");
        if (State.Rebuild is { IsUnderWay: true })
            throw new SessionConflictException("Versions are made anew without users who were forgotten. Start a session when that has ended.");
        var planned = await Plan()
            ?? throw new NothingToLearnException("No lesson waits. Correct a reply, rate one up, or teach a fact first.");
        Wake();
        await _resting.CancelAsync();
        return _runner.Shown(planned);
    }

    public async Task Notify()
    {
        try
        {
            await _intake.Gather(_stopped.Token);
        }
        catch (Exception error)
        {
            _logger.LogWarning("The trainer could not read the log: {Error}", error.GetType().Name);
        }

        Wake();
    }

    public Task<IReadOnlyList<string>> ForgetDeleted() => _forgetting.ForgetDeleted();

    public Task<IReadOnlyList<QuarantinedLesson>> Quarantine(int limit = 100) => Task.FromResult(_intake.Quarantine(limit));

    public async Task Release(long position)
    {
        await _intake.Act(position, isReleased: true, _stopped.Token);
        Wake();
    }

    public Task Drop(long position) => _intake.Act(position, isReleased: false, _stopped.Token);

    public async Task<LineRebuild> Rebuild()
    {
        var asked = await _forgetting.Ask();
        Wake();
        await _resting.CancelAsync();
        return asked;
    }

    public Task<LineRebuild> Rebuilding() => Task.FromResult(_forgetting.Shown());

    public Task Subscribe(ITrainingObserver observer)
    {
        _observers.Add(observer);
        return Task.CompletedTask;
    }

    public Task Unsubscribe(ITrainingObserver observer)
    {
        _observers.Remove(observer);
        return Task.CompletedTask;
    }

    private async Task Work()
    {
        CallTrace.Leave();
        _folders.RemoveEnded(State.LastSession, State.Running?.Id);
        Measuring.Notify().Ignore();
        while (!_stopped.IsCancellationRequested)
        {
            // Taken before looking: news that come while looking are not slept through.
            var news = _news.Task;
            try
            {
                await _forgetting.ForgetDeleted();
                await _intake.Gather(_stopped.Token);
                if (State is { Running: null, Rebuild: { IsUnderWay: true } asked })
                    await MakeAnew(asked);
                if (State.Running is null && Learning.Enabled && _clock.IsDue(State.Waiting.Length))
                    await Plan();
                if (State.Running is { } planned)
                    await RunSession(planned);
                else if (!_isPrepared && Learning.Enabled && await Registry.Current() is { } current)
                    await Prepare(current);
                else
                    await _clock.Sleep(State.Waiting.Length, news, _stopped.Token);
            }
            catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException)
            {
                // A user was forgotten meanwhile.
            }
            catch (InconsistentStateException)
            {
                _logger.LogWarning("Another trainer has taken over; this one ends");
                DeactivateOnIdle();
                return;
            }
            catch (Exception error)
            {
                _logger.LogError("The trainer rests after {Error} at {Trace}", error.GetType().Name, error.StackTrace);
                await Rest();
            }
        }
    }

    // What fails here fails in the session, which says so.
    private async Task Prepare(string current)
    {
        _isPrepared = true;
        try
        {
            await _runner.Prepare(current, _stopped.Token);
        }
        catch (ModelUnavailableException error)
        {
            _logger.LogWarning("The trainer is not prepared: {Reason}", error.Message);
        }
    }

    private async Task RunSession(PlannedSession planned)
    {
        using var trace = new SessionTrace(planned, _time);
        var outcome = await _runner.Run(planned, trace, _stopped.Token);
        var ended = outcome?.Session;
        trace.Ended(ended);
        if (!await _intake.End(planned, outcome) || ended is null)
            return;
        _folders.RemoveEnded(State.LastSession, null);
        _clock.Restore(State.Waiting.Length);
        _logger.LogInformation("Training session {Session} ended: {Outcome} {Version}", ended.Id, ended.Outcome, ended.Version);
        Tell();
        Measuring.Notify().Ignore();
        // What was rejected is tried a few times and no more; it holds no other lesson up.
        if (ended.Outcome == SessionOutcome.Failed)
            await Rest();
    }

    private async Task MakeAnew(LineRebuild asked)
    {
        await _forgetting.Run(asked, _stopped.Token);
        _clock.Restore(State.Waiting.Length);
        Tell();
    }

    private async Task<PlannedSession?> Plan()
    {
        var planned = await _intake.Plan();
        Tell();
        return planned;
    }

    private void Arrived()
    {
        _clock.Arrived(State.Waiting.Length);
        Tell();
    }

    private async Task Rest()
    {
        using var resting = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token);
        _resting = resting;
        await Task.Delay(Learning.RestAfterFailure, _time, resting.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _resting = new CancellationTokenSource();
    }

    private void Wake()
    {
        var news = _news;
        _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        news.TrySetResult();
    }

    private void Tell()
    {
        TrainingMeter.Show(Phase, State.Waiting.Length, State.LearnedCount);
        _observers.Tell(Shown);
    }

    private TrainingPhase Phase => State.Running is not null ? _runner.Phase
        : _forgetting.IsRunning ? _rebuilder.Phase : TrainingPhase.Idle;

    private TrainingStatus Shown()
    {
        var session = State.Running is { } running ? _runner.Shown(running) : State.Ended is [.., var last] ? last : null;
        var progress = State.Running is not null ? _runner.Progress : _forgetting.IsRunning ? _rebuilder.Progress : null;
        return new TrainingStatus(
            Phase,
            session,
            progress?.Step ?? 0,
            progress?.Steps ?? 0,
            progress?.TokensPerSecond ?? 0,
            _runner.SecondsLeft,
            State.Waiting.Length,
            State.LearnedCount,
            State.Excluded.ToDictionary(),
            State.Position);
    }
}
