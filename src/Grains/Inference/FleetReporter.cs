using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Hosting;
using Samantha.Grains.Models;

namespace Samantha.Grains.Inference;

/// <summary>
/// Tells the rollout of this silo's workers, beat by beat, and has them follow the answer. Whatever goes wrong with a beat,
/// the next makes good. When the host stops, its workers leave the fleet and end the replies that they have, and only then
/// does the silo stop.
/// </summary>
public sealed class FleetReporter : IHostedService, IDisposable
{
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DrainLook = TimeSpan.FromMilliseconds(100);

    private readonly IGrainFactory _grains;
    private readonly LocalWorkers _workers;
    private readonly SignalBook _signals;
    private readonly WorkerLoads _loads;
    private readonly FleetView _view;
    private readonly string _silo, _address;
    private readonly RolloutOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<FleetReporter> _logger;
    private readonly string _run = Guid.NewGuid().ToString("n");
    private readonly CancellationTokenSource _stopped = new();
    private volatile bool _draining;
    private bool _isHeard = true;
    private Task _beating = Task.CompletedTask;

    internal FleetReporter(
        IGrainFactory grains,
        LocalWorkers workers,
        SignalBook signals,
        WorkerLoads loads,
        FleetView view,
        ILocalSiloDetails silo,
        IOptions<SamanthaOptions> options,
        TimeProvider time,
        ILogger<FleetReporter> logger)
    {
        _grains = grains;
        _workers = workers;
        _signals = signals;
        _loads = loads;
        _view = view;
        _silo = silo.Name;
        _address = silo.SiloAddress.ToString();
        _options = options.Value.Rollout;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Brings the workers to the version that is served; then they are in the fleet, and the silo beats.</summary>
    /// <exception cref="ModelUnavailableException">No version was imported yet.</exception>
    /// <exception cref="VersionNotServableException">The version cannot be loaded.</exception>
    public async Task Join(CancellationToken cancellationToken)
    {
        var fleet = await Beat(cancellationToken);
        foreach (var worker in fleet.Workers.Where(worker => _workers.Names.Contains(worker.Status.Worker)))
        {
            if (worker.Meant.Count == 0)
                throw new ModelUnavailableException("No model version was imported yet. Start the service with a model folder.");
            await _workers.Hold(worker.Status.Worker, worker.Meant[0], serve: true, cancellationToken);
            _logger.LogInformation("Worker {Worker} on {Device} serves {Version}", worker.Status.Worker, worker.Status.Device, worker.Meant[0]);
        }

        await Beat(cancellationToken);
        _beating = BeatOn();
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _draining = true;
        try
        {
            if (!cancellationToken.IsCancellationRequested && !_beating.IsCompleted)
                await Drain(cancellationToken);
        }
        finally
        {
            await _stopped.CancelAsync();
            await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stopped.Dispose();

    private async Task Drain(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        try
        {
            // The answer leaves this silo's workers out, so that its own requests go elsewhere too.
            await Beat(cancellationToken);
        }
        catch (Exception error)
        {
            _logger.LogWarning("The fleet does not hear that this silo drains: {Error}", error.GetType().Name);
        }

        // Others send requests here until their next beats tell them not to.
        var known = _view.Current.Workers.Any(worker => worker.Silo != _silo) ? 2 * _options.Beat : TimeSpan.Zero;
        while ((_time.GetElapsedTime(began) < known || _workers.Replies > 0) && _time.GetElapsedTime(began) < LongestDrain && !cancellationToken.IsCancellationRequested)
            await Task.Delay(DrainLook, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_workers.Replies > 0)
            _logger.LogWarning("The silo stops while {Replies} replies are being written", _workers.Replies);
    }

    private async Task BeatOn()
    {
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                _workers.Follow(await Beat(_stopped.Token));
                _isHeard = true;
            }
            catch (Exception error) when (!_stopped.IsCancellationRequested)
            {
                FleetMeter.Failed();
                // Every second anew would say no more.
                if (_isHeard)
                    _logger.LogWarning("The rollout does not hear of this silo's workers: {Error}", error.GetType().Name);
                _isHeard = false;
            }
            catch (Exception)
            {
                return;
            }

            await _workers.News.Wait(_view.Current.Candidate is null ? _options.Beat : _options.Beat / 4, _time, _stopped.Token).ConfigureAwait(false);
        }
    }

    private async Task<Fleet> Beat(CancellationToken cancellationToken)
    {
        // The calls also see to it that the workers' grains are here, where their engines are.
        var statuses = await Task.WhenAll(_workers.Names.Select(worker => _grains.GetGrain<IInferenceWorkerGrain>(worker).Status())).WaitAsync(_options.Silence, _time, cancellationToken);
        var (rollout, tallies) = _signals.Read();
        var report = new SiloReport(_silo, _run, _draining, statuses, rollout, tallies, _workers.Harms) { Address = _address };
        var fleet = await _grains.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey).Beat(report).WaitAsync(_options.Silence, _time, cancellationToken);
        _loads.Reported();
        _view.Update(fleet);
        FleetMeter.Answered(fleet);
        _signals.Follow(fleet);
        return fleet;
    }
}
