using System.Runtime.CompilerServices;
using Orleans;
using Orleans.Runtime;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;

namespace Samantha.Grains.Inference;

/// <summary>
/// Has requests answered: by the version whose turn it is, on a worker that holds it and has little to do. Counts what comes of
/// it. Safe for several threads.
/// </summary>
public sealed class InferenceRouter
{
    /// <summary>The name under which callers ask for whatever version is served.</summary>
    public const string Served = "samantha";

    // A silo hears of the fleet within moments of its start, unless it has a large model to import.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IGrainFactory _grains;
    private readonly FleetView _view;
    private readonly Dispatcher _dispatcher;
    private readonly WorkerLoads _loads;
    private readonly SignalBook _signals;
    private readonly TimeProvider _time;

    internal InferenceRouter(IGrainFactory grains, FleetView view, Dispatcher dispatcher, WorkerLoads loads, SignalBook signals, TimeProvider time)
    {
        _grains = grains;
        _view = view;
        _dispatcher = dispatcher;
        _loads = loads;
        _signals = signals;
        _time = time;
    }

    /// <summary>The version that a caller's name for a model means; null for the one being served.</summary>
    /// <exception cref="UnknownVersionException">There is no such version.</exception>
    /// <exception cref="VersionNotServableException">The gate rejected it.</exception>
    public async Task<string?> Resolve(string? model)
    {
        if (string.IsNullOrEmpty(model) || model == Served)
            return null;
        var version = await _grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey).Find(model);
        if (version.Standing == ModelStanding.Rejected)
            throw new VersionNotServableException($"Version {version.Id} was rejected by the gate and is never served. Ask for another, or for '{Served}'.");
        return version.Id;
    }

    /// <summary>
    /// Continues a dialogue on some worker. If it breaks off before its first token, it is begun once more on another, by the
    /// version from before where a new one was on trial.
    /// </summary>
    /// <inheritdoc cref="IInferenceWorkerGrain.Generate"/>
    /// <exception cref="ModelUnavailableException">No worker has joined.</exception>
    public async IAsyncEnumerable<GenerationEvent> Generate(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var fleet = await _view.Known(Patience, _time, cancellationToken);
        var version = _dispatcher.VersionFor(request, fleet);
        var worker = _dispatcher.Choose(fleet, version)
            ?? throw new ModelUnavailableException("No inference worker is ready yet; try again in a moment.");
        for (var isLast = false; ; isLast = true)
        {
            // Requests that name their version come from whoever wants just that one: they say nothing about all others.
            using var attempt = new Attempt(_loads.Send(worker), request.Version is null ? _signals : null, version, worker, _time);
            await using var reply = _grains.GetGrain<IInferenceWorkerGrain>(worker)
                .Generate(request with { Version = version }, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await reply.MoveNextAsync())
                        yield break;
                }
                catch (Exception error)
                {
                    attempt.Failed(error);
                    var next = isLast || attempt.HasBegun || !MayTryAgain(error, request) ? null : Another(request, version, worker);
                    if (next is null && IsOfItsVersion(error) && request.Version is null)
                        throw new ModelUnavailableException("The version that answered turned out not to work; nothing was stored. Send the request again, and another answers.");
                    if (next is null)
                        throw;
                    (version, worker) = next.Value;
                    break;
                }

                attempt.Continued(reply.Current);
                yield return reply.Current;
            }
        }
    }

    /// <summary>Drops what every worker keeps in memory of a conversation.</summary>
    public async Task Forget(string conversation)
    {
        foreach (var worker in _view.Current.Workers)
        {
            try
            {
                await _grains.GetGrain<IInferenceWorkerGrain>(worker.Status.Worker).Forget(conversation);
            }
            catch (Exception error) when (error is OrleansException or WorkerGoneException)
            {
                // What a silo that is gone had in memory is gone.
            }
        }
    }

    // The only worker there is may hold the version from before too.
    private (string? Version, string Worker)? Another(GenerationRequest request, string? version, string worker)
    {
        _loads.Failed(worker);
        var fleet = _view.Current;
        var wanted = request.Version ?? fleet.Version;
        return _dispatcher.Choose(fleet, wanted, except: version == wanted ? worker : null) is { } another ? (wanted, another) : null;
    }

    private static bool MayTryAgain(Exception error, GenerationRequest request) => error switch
    {
        OrleansException or EnumerationAbortedException => true,
        WorkerGoneException or ModelUnavailableException or OverloadedException => true,
        // Not what was asked for, but what it was put on trial with.
        _ => IsOfItsVersion(error) && request.Version is null,
    };

    private static bool IsOfItsVersion(Exception error) => error is VersionNotServableException or UnknownVersionException;
}
