using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Orleans;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;

namespace Samantha.Grains.Inference;

/// <summary>Sends requests to the worker that has the least to do for this silo. Safe for several threads.</summary>
public sealed class InferenceRouter(IGrainFactory grains, TimeProvider time)
{
    /// <summary>The name under which callers ask for whatever version is served.</summary>
    public const string Served = "samantha";

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, int> _busy = new(StringComparer.Ordinal);
    private Roster _roster = new([], DateTimeOffset.MinValue);

    /// <summary>The version that a caller's name for a model means; null for the one being served.</summary>
    /// <exception cref="UnknownVersionException">There is no such version.</exception>
    /// <exception cref="VersionNotServableException">The gate rejected it.</exception>
    public async Task<string?> Resolve(string? model)
    {
        if (string.IsNullOrEmpty(model) || model == Served)
            return null;
        var version = await grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey).Find(model);
        if (version.Standing == ModelStanding.Rejected)
            throw new VersionNotServableException($"Version {version.Id} was rejected by the gate and is never served. Ask for another, or for '{Served}'.");
        return version.Id;
    }

    /// <summary>Continues a dialogue on some worker.</summary>
    /// <inheritdoc cref="IInferenceWorkerGrain.Generate"/>
    /// <exception cref="ModelUnavailableException">No worker has joined.</exception>
    public async IAsyncEnumerable<GenerationEvent> Generate(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var worker = await LeastBusy();
        _busy.AddOrUpdate(worker, 1, (_, count) => count + 1);
        try
        {
            await foreach (var generated in grains.GetGrain<IInferenceWorkerGrain>(worker).Generate(request, cancellationToken).WithCancellation(cancellationToken))
                yield return generated;
        }
        finally
        {
            _busy.AddOrUpdate(worker, 0, (_, count) => count - 1);
        }
    }

    /// <summary>Drops what every worker keeps in memory of a conversation.</summary>
    public async Task Forget(string conversation)
    {
        foreach (var worker in await Workers())
            await grains.GetGrain<IInferenceWorkerGrain>(worker).Forget(conversation);
    }

    private async Task<string> LeastBusy()
    {
        var workers = await Workers();
        return workers.MinBy(worker => _busy.GetValueOrDefault(worker))
            ?? throw new ModelUnavailableException("No inference worker is ready yet; try again in a moment.");
    }

    private async Task<IReadOnlyList<string>> Workers()
    {
        var roster = Volatile.Read(ref _roster);
        var now = time.GetUtcNow();
        if (roster.Workers.Count > 0 && now - roster.ReadAt < Freshness)
            return roster.Workers;
        roster = new Roster(await grains.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey).Workers(), now);
        Volatile.Write(ref _roster, roster);
        return roster.Workers;
    }

    private sealed record Roster(IReadOnlyList<string> Workers, DateTimeOffset ReadAt);
}
