using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Conversations;
using Samantha.Grains.Hosting;

namespace Samantha.Grains.Models;

/// <summary>
/// Moves the workers from version to version. Every step is stored before it is taken and may be taken twice, so the
/// rollout goes on from its last step after a crash.
/// </summary>
[KeepAlive]
internal sealed class RolloutGrain(
    [PersistentState("rollout", SamanthaStorage.Name)] IPersistentState<RolloutState> state,
    IOptions<SamanthaOptions> options,
    TimeProvider time,
    ILogger<RolloutGrain> logger) : Grain, IRolloutGrain
{
    private const int MostFailures = 20;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly AsyncGate _writing = new();
    private readonly CancellationTokenSource _stopped = new();
    private CancellationTokenSource _watch = new();
    private Task _moving = Task.CompletedTask;

    private RolloutState State => state.State;

    private IModelRegistryGrain Registry => GrainFactory.GetGrain<IModelRegistryGrain>(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Move();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopped.CancelAsync();
        await _moving.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public async Task<RolloutStatus> Start(string version)
    {
        var wanted = await Registry.Find(version);
        if (wanted.Standing == ModelStanding.Rejected)
            throw new VersionNotServableException($"Version {version} was rejected by the gate and is never served. Choose another.");
        if (State.UnderWay && State.Version == version && State.Stage != RolloutStage.RollingBack)
        {
            Move();
            return Shown();
        }

        if (State.UnderWay)
            throw new RolloutConflictException("Another rollout is under way. Wait until it is done, or roll it back first.");

        var current = await Registry.Current();
        if (current == version)
            return Shown();
        await Store(rollout => rollout with
        {
            Stage = RolloutStage.Canary,
            Version = version,
            From = current,
            Wave = 0,
            StartedAt = time.GetUtcNow(),
            Reason = null,
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

    public Task<RolloutStatus> Status() => Task.FromResult(Shown());

    public async Task<RolloutStatus> Settled()
    {
        // The time that this takes must stay well below the longest time that a call may take.
        await _moving.WaitAsync(TimeSpan.FromSeconds(15), time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return Shown();
    }

    public async Task<string> Join(string worker)
    {
        if (State.Targets.TryGetValue(worker, out var meant) && State.UnderWay)
            return meant;
        string current;
        do
        {
            current = await Registry.Current()
                ?? throw new ModelUnavailableException("No model version was imported yet. Start the service with a model folder.");
            await Store(rollout => rollout with { Targets = rollout.Targets.SetItem(worker, current) });
        }
        // A rollout that ended in between did not know of the worker; one under way does now.
        while (!State.UnderWay && await Registry.Current() != current);
        return current;
    }

    public Task Leave(string worker) => Store(rollout => rollout with { Targets = rollout.Targets.Remove(worker) });

    public async Task ReportHarm(string worker, string version, string reason)
    {
        var served = State.UnderWay && State.Version == version || await Registry.Current() == version;
        if (!served || State.Stage == RolloutStage.RollingBack)
            return;
        try
        {
            await TakeBack(reason);
        }
        catch (RolloutConflictException)
        {
            logger.LogError("Version {Version} does harm and there is none to go back to", version);
        }
    }

    public Task<IReadOnlyList<string>> Workers() => Task.FromResult<IReadOnlyList<string>>(State.Targets.Keys.ToArray());

    private async Task TakeBack(string reason)
    {
        var (bad, good) = State.UnderWay && State.From is not null
            ? (State.Version!, State.From)
            : (await Registry.Current(), await Registry.Previous());
        if (bad is null || good is null)
            throw new RolloutConflictException("There is no earlier version to go back to. Roll out the version that you want by its id.");

        await Store(rollout => rollout with
        {
            StartedAt = rollout.UnderWay ? rollout.StartedAt : time.GetUtcNow(),
            Stage = RolloutStage.RollingBack,
            Version = bad,
            From = good,
            Reason = reason,
        });
        await _watch.CancelAsync();
        Move();
    }

    // One mover at a time; it looks at the stage anew after every step.
    private void Move()
    {
        if (State.UnderWay && _moving.IsCompleted)
            _moving = MoveAll();
    }

    private async Task MoveAll()
    {
        var failures = 0;
        while (State.UnderWay && !_stopped.IsCancellationRequested)
        {
            try
            {
                await MoveOn(failures);
                failures = 0;
            }
            catch (Exception error) when (!_stopped.IsCancellationRequested)
            {
                failures++;
                logger.LogWarning("The rollout of {Version} met {Error} in stage {Stage}", State.Version, error.GetType().Name, State.Stage);
                await Pause(LongestPause * Math.Min(1, failures * failures / 100.0));
            }
            catch (Exception)
            {
                return;
            }
        }
    }

    // What is the version's own fault takes it back at once; other failures (a worker that does not answer, a storage that
    // is full) are tried again, for some time.
    private async Task MoveOn(int failures)
    {
        if (failures >= MostFailures && State.Stage != RolloutStage.RollingBack && State.From is not null)
        {
            await TakeBack("The version could not be put to service.");
            return;
        }

        try
        {
            await (State.Stage switch
            {
                RolloutStage.Canary => MoveCanary(),
                RolloutStage.Waves => MoveWave(),
                _ => MoveBack(),
            });
        }
        catch (Exception error) when (error is VersionNotServableException or UnknownVersionException
            && State is { Stage: RolloutStage.Canary or RolloutStage.Waves, From: not null })
        {
            await TakeBack(error.Message);
        }
    }

    private async Task MoveCanary()
    {
        if (State.Targets.Count > 0)
        {
            var canary = State.Targets.FirstOrDefault(target => target.Value == State.Version, State.Targets.First()).Key;
            await MoveWorkers([canary], State.Version!);
            if (State.Targets.Count > 1)
                await Watch();
        }

        if (State.Stage == RolloutStage.Canary)
            await Store(rollout => rollout with { Stage = RolloutStage.Waves });
    }

    private async Task MoveWave()
    {
        var behind = State.Targets.Where(target => target.Value != State.Version).Select(target => target.Key).ToList();
        if (behind.Count > 0)
        {
            await Store(rollout => rollout with { Wave = rollout.Wave + 1 });
            var size = (long)options.Value.Rollout.FirstWave << Math.Min(State.Wave - 1, 30);
            await MoveWorkers([.. behind.Take((int)Math.Min(size, behind.Count))], State.Version!);
            return;
        }

        var version = State.Version!;
        await Registry.SetCurrent(version);
        // Not if it was taken back meanwhile, or a worker joined that is behind.
        if (State.Stage != RolloutStage.Waves || State.Targets.Any(target => target.Value != version))
            return;
        await Store(rollout => rollout with { Stage = RolloutStage.Done });
        logger.LogInformation("Version {Version} is served by all workers", version);
    }

    private async Task MoveBack()
    {
        await MoveWorkers([.. State.Targets.Keys], State.From!);
        await Registry.MarkRolledBack(State.Version!, State.Reason ?? "taken back");
        await Registry.SetCurrent(State.From!);
        if (State.Targets.Any(target => target.Value != State.From))
            return;
        await Store(rollout => rollout with { Stage = RolloutStage.RolledBack });
        logger.LogWarning("Version {Version} was rolled back to {From}: {Reason}", State.Version, State.From, State.Reason);
    }

    private async Task MoveWorkers(IReadOnlyList<string> workers, string version)
    {
        await Task.WhenAll(workers.Select(worker => GrainFactory.GetGrain<IInferenceWorkerGrain>(worker).Prepare(version)));
        await Store(rollout => rollout with { Targets = rollout.Targets.SetItems(workers.Select(worker => KeyValuePair.Create(worker, version))) });
        await Task.WhenAll(workers.Select(worker => GrainFactory.GetGrain<IInferenceWorkerGrain>(worker).Swap(version)));
    }

    // Harm that is reported meanwhile ends the watch and turns the stage.
    private async Task Watch()
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token);
        _watch = watch;
        await Wait(options.Value.Rollout.CanaryTime, watch.Token);
        _watch = new CancellationTokenSource();
        _stopped.Token.ThrowIfCancellationRequested();
    }

    private Task Pause(TimeSpan pause) => Wait(pause, _stopped.Token);

    private async Task Wait(TimeSpan wait, CancellationToken cancellationToken) => await Task.Delay(wait, time, cancellationToken)
        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    private async Task Store(Func<RolloutState, RolloutState> change)
    {
        using var place = await _writing.Enter();
        var before = State;
        state.State = change(before) with { UpdatedAt = time.GetUtcNow() };
        try
        {
            await state.Write();
        }
        catch
        {
            // What is not stored did not happen.
            state.State = before;
            throw;
        }
    }

    private RolloutStatus Shown() => new(State.Stage, State.Version, State.From, State.Wave, State.Targets.ToDictionary(), State.StartedAt, State.UpdatedAt, State.Reason);
}
