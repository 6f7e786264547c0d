using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Samantha.Contracts.Measurement;
using Samantha.Contracts.Training;
using Samantha.Grains.Hosting;
using Samantha.Grains.Models;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Measurement;

/// <summary>
/// Looks at every session that has ended, in order, and measures the version of each that was promoted. Nothing waits for it:
/// it computes while the trainer rests, and what was not measured when a process ended is measured by the next.
/// </summary>
[KeepAlive]
internal sealed class MeasurementGrain : Grain, IMeasurementGrain, IMeasuringGrain
{
    private const int MostSessions = 200;
    private const int MostAttempts = 3;

    private readonly IPersistentState<MeasurementState> _state;
    private readonly LearningReports _reports;
    private readonly VersionMeasurement _measurement;
    private readonly IOptions<SamanthaOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<MeasurementGrain> _logger;
    private readonly Bell _news = new();
    private readonly CancellationTokenSource _stopped = new();
    private Task _working = Task.CompletedTask;
    private Measurements? _shown;
    private int _waiting;

    public MeasurementGrain(
        [PersistentState("measurement", SamanthaStorage.Name)] IPersistentState<MeasurementState> state,
        IVersionMeasurer measurer,
        IModelStore store,
        IGrainFactory grains,
        IOptions<SamanthaOptions> options,
        TimeProvider time,
        ILogger<MeasurementGrain> logger)
    {
        _state = state;
        _options = options;
        _time = time;
        _logger = logger;
        _measurement = new VersionMeasurement(measurer, store, grains, Options, time);
        _reports = new LearningReports(Options.TensorBoardFolder, time);
    }

    private MeasurementOptions Options => _options.Value.Learning.Measurement;

    private ITrainerGrain Trainer => GrainFactory.GetGrain<ITrainerGrain>(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _working = Work();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopped.CancelAsync();
        await _working.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _reports.Dispose();
    }

    public Task<Measurements> Read() => Task.FromResult((_shown ??= StreamReport.Of(_state.State)) with { Waiting = _waiting });

    public Task Notify()
    {
        _news.Ring();
        return Task.CompletedTask;
    }

    private async Task Work()
    {
        CallTrace.Leave();
        for (var attempts = 1; !_stopped.IsCancellationRequested; attempts++)
        {
            try
            {
                await CatchUp(mayGiveUp: attempts >= MostAttempts);
                attempts = 0;
                await _news.Wait(_options.Value.Learning.LookInterval, _time, _stopped.Token);
            }
            catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
            {
                return;
            }
            catch (InconsistentStateException)
            {
                _logger.LogWarning("Another measurement has taken over; this one ends");
                DeactivateOnIdle();
                return;
            }
            catch (Exception error)
            {
                _logger.LogWarning("The measurement rests after {Error} at {Trace}", error.GetType().Name, error.StackTrace);
                await _news.Wait(_options.Value.Learning.RestAfterFailure, _time, _stopped.Token);
            }
        }
    }

    private async Task CatchUp(bool mayGiveUp)
    {
        if ((await _measurement.Stream()).LastEnded <= _state.State.LastSession)
            return;
        var ended = (await Trainer.Sessions(MostSessions)).Where(session => session.EndedAt is not null && session.Id > _state.State.LastSession).OrderBy(session => session.Id).ToList();
        var promoted = ended.Where(session => session.Outcome == SessionOutcome.Promoted && Options.Enabled).TakeLast(Options.MostWaiting).ToHashSet();
        foreach (var session in ended)
        {
            _waiting = promoted.Count;
            Report(reports => reports.Session(session));
            var next = promoted.Remove(session) ? await Measured(session, mayGiveUp) : null;
            await Store(next ?? _state.State with { LastSession = session.Id });
            if (next is not null)
                Report(reports => reports.Version(_shown ??= StreamReport.Of(next)));
        }

        _waiting = 0;
    }

    // Null for a version that cannot be measured: it is gone, or damaged, or has failed again and again.
    private async Task<MeasurementState?> Measured(TrainingSession session, bool mayGiveUp)
    {
        try
        {
            return await _measurement.Of(session, _state.State, _stopped.Token);
        }
        catch (Exception error) when (mayGiveUp && error is not (OperationCanceledException or InconsistentStateException))
        {
            _logger.LogWarning("Version {Version} is not measured: {Error} at {Trace}", session.Version, error.GetType().Name, error.StackTrace);
            return null;
        }
    }

    // What was measured is none the worse for a full disk.
    private void Report(Action<LearningReports> report)
    {
        try
        {
            report(_reports);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _logger.LogWarning("TensorBoard's event files cannot be written: {Error}", error.GetType().Name);
        }
    }

    private async Task Store(MeasurementState next)
    {
        var before = _state.State;
        _state.State = next;
        _shown = null;
        try
        {
            await _state.Write();
        }
        catch
        {
            // What is not stored did not happen.
            _state.State = before;
            _shown = null;
            throw;
        }
    }
}
