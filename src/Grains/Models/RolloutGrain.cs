using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Hosting;

namespace Samantha.Grains.Models;

/// <summary>
/// Moves the fleet from version to version. It says what every worker is meant to serve and looks at what the workers serve;
/// the silos do the rest. Every step is stored before it is told, so the rollout goes on from it after a crash.
/// </summary>
[KeepAlive]
internal sealed class RolloutGrain : Grain, IRolloutGrain
{
    private const int BeatsOfTrainer = 10;

    // Downloading and loading a version takes minutes at worst.
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(10);

    private readonly StoredRollout _rollout;
    private readonly ServedVersion _served;
    private readonly RolloutOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<RolloutGrain> _logger;
    private readonly FleetRoster _roster;
    private readonly CanaryWatch _watch;
    private readonly WatchClock _clock;
    private readonly Bell _news = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly long _activatedAt;
    private Task _moving = Task.CompletedTask;
    private long _trainerWokenAt;
    private string? _lamented;

    public RolloutGrain(
        [PersistentState("rollout", SamanthaStorage.Name)] IPersistentState<RolloutState> state,
        IOptions<SamanthaOptions> options,
        TimeProvider time,
        ILogger<RolloutGrain> logger)
    {
        _rollout = new StoredRollout(state, time);
        _options = options.Value.Rollout;
        _time = time;
        _logger = logger;
        _served = new ServedVersion(time, _options.Beat);
        _roster = new FleetRoster(time, _options.Silence);
        _watch = new CanaryWatch(_options);
        _clock = new WatchClock(_options, time);
        _activatedAt = _trainerWokenAt = time.GetTimestamp();
    }

    private RolloutState State => _rollout.State;

    private IModelRegistryGrain Registry => GrainFactory.GetGrain<IModelRegistryGrain>(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _rollout.IsLed(true);
        Move();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopped.CancelAsync();
        _rollout.IsLed(false);
        await _moving.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public async Task<RolloutStatus> Start(string version)
    {
        var wanted = await Registry.Find(version);
        if (wanted.Standing == ModelStanding.Rejected)
            throw new VersionNotServableException($"Version {version} was rejected by the gate and is never served. Choose another.");
        if (wanted.Standing == ModelStanding.Forgotten)
            throw ModelRegistryGrain.Gone(version);
        if (State.Advances && State.Version == version)
        {
            Move();
            return Shown();
        }

        if (State.UnderWay)
            throw new RolloutConflictException("Another rollout is under way. Wait until it is done, or roll it back first.");

        var current = await Registry.Current();
        if (current == version)
            return Shown();
        _rollout.Begins();
        await _rollout.Change(rollout => new RolloutState
        {
            Number = rollout.Number + 1,
            Stage = RolloutStage.Canary,
            Version = version,
            From = current,
            Targets = rollout.Targets.Clear().SetItems(Ready().Select(worker => KeyValuePair.Create(worker.Status.Worker, current ?? version))),
            StartedAt = _time.GetUtcNow(),
        });
        Move();
        return Shown();
    }

    public async Task<RolloutStatus> Rollback(string reason)
    {
        if (State.Stage == RolloutStage.RollingBack)
            return Shown();
        await TakeBack(reason);
        return Shown();
    }

    public Task<RolloutStatus> Pause() => SetPaused(true);

    public Task<RolloutStatus> Resume() => SetPaused(false);

    public Task<RolloutStatus> Status() => Task.FromResult(Shown());

    public async Task<RolloutStatus> Settled()
    {
        // The time that this takes must stay well below the longest time that a call may take.
        await _moving.WaitAsync(TimeSpan.FromSeconds(15), _time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return Shown();
    }

    public async Task<Fleet> Beat(SiloReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        _roster.Take(report);
        await _served.Read(Registry);
        await TakeHarm(report);
        _news.Ring();
        if (_time.GetElapsedTime(_trainerWokenAt) >= BeatsOfTrainer * _options.Beat)
        {
            // A trainer whose silo was killed goes on elsewhere once somebody calls it.
            _trainerWokenAt = _time.GetTimestamp();
            GrainFactory.GetGrain<ITrainerGrain>(this.GetPrimaryKeyString()).Notify().Ignore();
        }

        var workers = Workers();
        return new Fleet(State.Number, State.Answering(_served.Id), State.Advances ? State.Version : null, State.Share(workers, _clock.CanaryShare), workers);
    }

    private async Task TakeHarm(SiloReport report)
    {
        var answering = State.UnderWay ? State.Advances ? State.Version : null : _served.Id;
        if (report.Rollout != State.Number || report.Harms.FirstOrDefault(harm => harm.Version == answering) is not { } harm)
            return;
        try
        {
            await TakeBack(harm.Reason);
        }
        catch (RolloutConflictException)
        {
            if (_lamented != harm.Version)
                _logger.LogError("Version {Version} does harm and there is none to go back to: {Reason}", harm.Version, harm.Reason);
            _lamented = harm.Version;
        }
    }

    private async Task TakeBack(string reason)
    {
        var (bad, good) = State.UnderWay && State.From is not null
            ? (State.Version!, State.From)
            : (await Registry.Current(), await Registry.Previous());
        if (bad is null || good is null)
            throw new RolloutConflictException("There is no earlier version to go back to. Roll out the version that you want by its id.");

        await _rollout.Change(rollout => rollout with
        {
            StartedAt = rollout.UnderWay ? rollout.StartedAt : _time.GetUtcNow(),
            Stage = RolloutStage.RollingBack,
            Version = bad,
            From = good,
            Reason = reason,
            Paused = false,
        });
        _news.Ring();
        Move();
    }

    private async Task<RolloutStatus> SetPaused(bool paused)
    {
        if (!State.Advances)
            throw new RolloutConflictException("No rollout is on its way forward, so there is none to hold or to go on with. Start one by its version's id.");
        await _rollout.Change(rollout => rollout.Advances && rollout.Paused != paused ? rollout with { Paused = paused } : rollout);
        _news.Ring();
        return Shown();
    }

    // One mover at a time; it looks at the state anew with every beat.
    private void Move()
    {
        if (State.UnderWay && _moving.IsCompleted)
            _moving = MoveAll();
    }

    private async Task MoveAll()
    {
        while (State.UnderWay && !_stopped.IsCancellationRequested)
        {
            try
            {
                await MoveOn();
            }
            catch (InconsistentStateException)
            {
                // The rollout went on elsewhere.
                DeactivateOnIdle();
                return;
            }
            catch (Exception error) when (!_stopped.IsCancellationRequested)
            {
                _logger.LogWarning("The rollout of {Version} met {Error} in stage {Stage}", State.Version, error.GetType().Name, State.Stage);
                await Task.Delay(_options.Beat, _time, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }

            if (State.UnderWay)
                await _news.Wait(_options.Beat, _time, _stopped.Token);
        }
    }

    private async Task MoveOn()
    {
        var before = State;
        var observed = _roster.Signals(before.Number);
        if (before is { Advances: true, From: not null }
            && CanaryWatch.Harm(_watch.Compare(observed, before.Version!, before.From)) is { } harm)
        {
            await TakeBack(harm);
            return;
        }

        var workers = Ready();
        if (!HasHeardAll(before))
            return;
        var isTaken = RolloutSteps.IsTaken(before, workers);
        var isWatched = _clock.IsOver(before, isTaken, observed, before.Share(workers, _options.CanaryShare));
        if (before.Paused)
            return;
        var next = RolloutSteps.Next(before, workers, isWatched, _options.FirstWave);
        if (!ReferenceEquals(next, before))
            await Step(before, next);
        else if (before is { Advances: true, From: not null } && !isTaken && workers.Length > 0 && _rollout.Age > LongestStep)
            await TakeBack("The version could not be put to service.");
    }

    private async Task Step(RolloutState before, RolloutState next)
    {
        if (next.Stage == RolloutStage.RolledBack)
            await Registry.MarkRolledBack(next.Version!, next.Reason ?? "taken back");
        if (!next.UnderWay)
            await _served.Set(Registry, next.Stage == RolloutStage.Done ? next.Version! : next.From!);

        // Not if it was taken back or paused meanwhile.
        await _rollout.Change(rollout => ReferenceEquals(rollout, before) ? next : rollout);
        if (State.Stage == RolloutStage.Done)
            _logger.LogInformation("Version {Version} is served by all workers", State.Version);
        else if (State.Stage == RolloutStage.RolledBack)
            _logger.LogWarning("Version {Version} was rolled back to {From}: {Reason}", State.Version, State.From, State.Reason);
    }

    // After a failover, who is not heard of yet is not taken for gone at once.
    private bool HasHeardAll(RolloutState state) =>
        !state.Targets.IsEmpty && state.Targets.Keys.All(_roster.Knows) || _time.GetElapsedTime(_activatedAt) >= _options.Silence;

    private FleetWorker[] Workers() =>
        [.. _roster.Workers.Select(worker => new FleetWorker(worker.Silo, worker.Status, State.Meant(worker.Status, _served.Id), worker.Silence) { Address = worker.Address })];

    // A worker that has loaded nothing yet is still on its way into the fleet.
    private FleetWorker[] Ready() => [.. Workers().Where(worker => worker.Status.Version is not null)];

    private RolloutStatus Shown()
    {
        var workers = Workers();
        return new(
            State.Stage,
            State.Version,
            State.From,
            State.Wave,
            workers.Where(worker => worker.Meant.Count > 0).ToDictionary(worker => worker.Status.Worker, worker => worker.Meant[0]),
            State.StartedAt,
            State.UpdatedAt,
            State.Reason,
            State.Paused,
            State.Share(workers, _clock.CanaryShare),
            State.Canary,
            State.Version is { } version ? _watch.Compare(_roster.Signals(State.Number), version, State.From) : []);
    }
}
