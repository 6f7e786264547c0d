using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Conversations;
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
    private const int MostOfQuarantinePage = 1_000;

    private readonly IPersistentState<TrainerState> _state;
    private readonly IPersistentState<SessionLedger> _ledger;
    private readonly IInteractionLog _log;
    private readonly ICandidateTrainer _trainer;
    private readonly IOptions<SamanthaOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<TrainerGrain> _logger;
    private readonly Curation _curation;
    private readonly SessionFolders _folders;
    private readonly SessionRunner _runner;
    private readonly LineRebuilder _rebuilder;
    private readonly TrainingObservers _observers;
    private readonly AsyncGate _changing = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly LessonClock _clock;
    private CancellationTokenSource _resting = new();
    private CancellationTokenSource? _rebuilding;
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
        _state = state;
        _ledger = ledger;
        _log = log;
        _trainer = trainer;
        _options = options;
        _time = time;
        _logger = logger;
        _clock = new LessonClock(options.Value.Learning, time);
        _observers = new TrainingObservers(time);
        LanguageModel? language = null;
        _curation = Curated(decisions, Learning);
        _folders = new SessionFolders(options.Value.WorkFolder);
        _runner = new SessionRunner(trainer, store, publisher, grains, _folders, provenance, time, Confirm, Tell);
        var rebuilds = Path.Combine(options.Value.WorkFolder, "rebuild");
        _rebuilder = new LineRebuilder(
            new SessionRunner(trainer, store, publisher, grains, new SessionFolders(rebuilds), provenance, time, Confirm, Tell), settings => Curated(null, settings), grains, rebuilds, Tell);

        // What is decided again is on record already.
        Curation Curated(ICurationLog? records, LearningOptions settings) => new(log, records, Language, settings, time);

        // Anchors pass from version to version: it is learned once, however many sessions are made again.
        async Task<LanguageModel?> Language() => language ??= await SpokenLanguage.Of(Registry, store);
    }

    private LearningOptions Learning => _options.Value.Learning;

    private TrainerState State => _state.State;

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
        await CancelRebuild();
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
        await Gather();
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
            await Gather();
        }
        catch (Exception error)
        {
            _logger.LogWarning("The trainer could not read the log: {Error}", error.GetType().Name);
        }

        Wake();
    }

    public async Task<IReadOnlyList<string>> ForgetDeleted()
    {
        using var place = await _changing.Enter();
        var deleted = (await _log.ReadDeletions()).ToHashSet();
        if (deleted.Count == 0)
            return [];
        await Drop(lesson => deleted.Contains(lesson.Position));
        // The log is another now: what is being made anew begins anew.
        await CancelRebuild();
        var versions = await Registry.MarkForgotten(deleted.ToArray());
        // A session that is being given up may publish yet: then its version is marked when it has ended.
        if (!_runner.IsRunning && _rebuilding is null)
            await _log.AcknowledgeDeletions([.. deleted]);
        return versions;
    }

    public Task<IReadOnlyList<QuarantinedLesson>> Quarantine(int limit = 100) => Task.FromResult<IReadOnlyList<QuarantinedLesson>>(
        [.. State.Quarantine.Reverse().Take(Math.Clamp(limit, 1, MostOfQuarantinePage))
            .Select(held => new QuarantinedLesson(held.Lesson.Position, held.Lesson.Key, held.Lesson.Author, held.Rule, held.Reason, held.Since))]);

    public Task Release(long position) => Act(position, isReleased: true);

    public Task Drop(long position) => Act(position, isReleased: false);

    public async Task<LineRebuild> Rebuild()
    {
        using (await _changing.Enter())
        {
            if (State.Rebuild is not { IsUnderWay: true })
                await Store(State with { Rebuild = LineRebuild.Never with { Stage = RebuildStage.Replaying, StartedAt = _time.GetUtcNow() } });
        }

        Wake();
        await _resting.CancelAsync();
        return State.Rebuild!;
    }

    public Task<LineRebuild> Rebuilding() => Task.FromResult(State.Rebuild switch
    {
        null => LineRebuild.Never,
        { IsUnderWay: true } asked when _rebuilding is not null => _rebuilder.Shown(asked),
        var rebuild => rebuild,
    });

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
                await ForgetDeleted();
                await Gather();
                if (State is { Running: null, Rebuild: { IsUnderWay: true } asked })
                    await RunRebuild(asked);
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
        using (await _changing.Enter())
        {
            // Given up meanwhile, because a lesson of it was taken back.
            if (ended is null || State.Running?.Id != planned.Id)
                return;
            if (outcome!.End is { } end)
                await Note(planned, ended, end);
            await Store(await _curation.Ended(State.Ending(ended, LearningSettings.Read(planned.Settings)), planned, ended.Outcome));
        }

        _folders.RemoveEnded(State.LastSession, null);
        _clock.Restore(State.Waiting.Length);
        _logger.LogInformation("Training session {Session} ended: {Outcome} {Version}", ended.Id, ended.Outcome, ended.Version);
        Tell();
        Measuring.Notify().Ignore();
        // What was rejected is tried a few times and no more; it holds no other lesson up.
        if (ended.Outcome == SessionOutcome.Failed)
            await Rest();
    }

    // Before the state: a session that ends twice, around a crash, is noted once.
    private async Task Note(PlannedSession planned, TrainingSession ended, SessionEnd end)
    {
        var next = _ledger.State.With(planned.Id, planned.Through, planned.Parent, ended.Version, end, planned.Settings);
        if (!ReferenceEquals(next, _ledger.State))
            await Store(_ledger, next);
    }

    private async Task RunRebuild(LineRebuild asked)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token);
        _rebuilding = stop;
        try
        {
            var line = await _rebuilder.Run(_ledger.State, asked.StartedAt!.Value, stop.Token);
            using var place = await _changing.Enter();
            stop.Token.ThrowIfCancellationRequested();
            // What operators did after the last session, and while versions were made anew.
            var acts = _ledger.State.Acts;
            var state = await _curation.Redo(line.State, acts.Skip(line.State.Acts), stop.Token);
            state = await _curation.ReadAll(state, long.MaxValue, stop.Token);
            var removed = await Registry.RemoveForgotten();
            await Store(_ledger, line.Ledger with { Acts = acts });
            await Store(state with
            {
                Ended = State.Ended,
                LastSession = State.LastSession,
                Rebuild = _rebuilder.Shown(asked) with { Stage = RebuildStage.Done, EndedAt = _time.GetUtcNow(), Removed = removed },
            });
            _rebuilder.Clear();
            _logger.LogInformation("Versions were made anew without forgotten users: {Version} is served, the files of {Count} are gone", line.Serving, removed.Count);
        }
        catch (Exception error) when (!SessionRunner.IsPassing(error) && error is not OperationCanceledException)
        {
            var reason = error is SamanthaException ? error.Message : $"It broke off with {error.GetType().Name}.";
            _logger.LogError("Versions could not be made anew without forgotten users: {Reason}", reason);
            using var place = await _changing.Enter();
            await Store(State with { Rebuild = _rebuilder.Shown(asked) with { Stage = RebuildStage.Failed, EndedAt = _time.GetUtcNow(), Reason = reason } });
        }
        finally
        {
            _rebuilding = null;
        }

        _clock.Restore(State.Waiting.Length);
        Tell();
    }

    private Task CancelRebuild() => _rebuilding?.CancelAsync() ?? Task.CompletedTask;

    private async Task<PlannedSession?> Plan()
    {
        using var place = await _changing.Enter();
        if (State.Running is not null)
            return State.Running;
        if (State.Waiting.IsEmpty || State.Rebuild is { IsUnderWay: true })
            return null;
        var parent = await Registry.Current()
            ?? throw new ModelUnavailableException("No model version was imported yet. Start the service with a model folder.");
        await Keep(await _curation.Compare(State));
        if (SessionPlanner.Plan(State, await Registry.Find(parent), _time.GetUtcNow(), _trainer.Resolve(Learning)) is not { } planned)
            return null;
        await Store(State.Beginning(planned, Learning.RehearsalMemory));
        Tell();
        return planned;
    }

    private async Task Act(long position, bool isReleased)
    {
        using (await _changing.Enter())
        {
            await Redo();
            var next = isReleased ? await _curation.Release(State, position) : await _curation.Drop(State, position);
            await Store(_ledger, _ledger.State.With(new OperatorAct(State.LastSession, State.Position, position, isReleased)));
            await Keep(next with { Acts = _ledger.State.Acts.Length });
        }

        Wake();
    }

    // What was noted before a crash and not done.
    private async Task Redo()
    {
        if (State.Acts < _ledger.State.Acts.Length)
            await Keep(await _curation.Redo(State, _ledger.State.Acts.Skip(State.Acts), _stopped.Token));
    }

    private async Task Gather()
    {
        using var place = await _changing.Enter();
        await Redo();
        while (await _curation.ReadPage(State) is { } next)
        {
            await Keep(next.State);
            if (next.Refused.Count > 0)
                await Drop(lesson => next.Refused.Contains(lesson.Author));
        }
    }

    // Reading turns that no one judged changes nothing but the position: not worth a write each time.
    private async Task Keep(TrainerState next)
    {
        var lessonsBefore = State.Waiting;
        if (next with { Position = State.Position } == State)
            _state.State = next;
        else
            await Store(next);
        if (lessonsBefore == next.Waiting)
            return;
        _clock.Arrived(next.Waiting.Length);
        Tell();
    }

    private async Task Drop(Predicate<TaughtLesson> dropped)
    {
        var next = State;
        if (State.Running is { } running && (running.Lessons.Any(dropped.Invoke) || running.Rehearsed.Any(dropped.Invoke)))
        {
            next = next.Abandoning();
            _runner.Cancel();
        }

        await Keep(next.Without(dropped));
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

    // What has to be stored again is refused to all but the trainer that stored last.
    private async Task Confirm()
    {
        using var place = await _changing.Enter();
        await Store(State);
    }

    private void Tell()
    {
        TrainingMeter.Show(Phase, State.Waiting.Length, State.LearnedCount);
        _observers.Tell(Shown);
    }

    private Task Store(TrainerState next) => Store(_state, next);

    private static async Task Store<T>(IPersistentState<T> stored, T next)
    {
        var before = stored.State;
        stored.State = next;
        try
        {
            await stored.Write();
        }
        catch
        {
            // What is not stored did not happen.
            stored.State = before;
            throw;
        }
    }

    private TrainingPhase Phase => State.Running is not null ? _runner.Phase
        : _rebuilding is not null ? _rebuilder.Phase : TrainingPhase.Idle;

    private TrainingStatus Shown()
    {
        var session = State.Running is { } running ? _runner.Shown(running) : State.Ended is [.., var last] ? last : null;
        var progress = State.Running is not null ? _runner.Progress : _rebuilding is not null ? _rebuilder.Progress : null;
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
