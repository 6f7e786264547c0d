using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Hosting;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Grains.Models;

/// <summary>The versions of one model. What the store holds and the state lacks, after a crash in between, is taken in on activation.</summary>
[KeepAlive]
internal sealed class ModelRegistryGrain(
    [PersistentState("registry", SamanthaStorage.Name)] IPersistentState<RegistryState> state,
    IModelStore store,
    ILogger<ModelRegistryGrain> logger) : Grain, IModelRegistryGrain
{
    private const int MostServed = 256;
    private const int MostReserved = 64;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var missing = (await store.List(cancellationToken)).Where(manifest => !state.State.Versions.ContainsKey(manifest.Id)).ToList();
        if (missing.Count == 0)
            return;
        await Store(missing.Aggregate(state.State, With));
        logger.LogInformation("The registry took in {Count} stored versions that it did not know", missing.Count);
    }

    // An array, as everything that leaves a grain: what a collection expression makes for an interface has no codec.
    public Task<IReadOnlyList<ModelVersion>> List() => Task.FromResult<IReadOnlyList<ModelVersion>>(
        state.State.Versions.Values.OrderByDescending(model => model.Version.Sequence).Select(Shown).ToArray());

    public Task<ModelVersion> Find(string version) => Task.FromResult(Shown(Known(version)));

    public Task<string?> Current() => Task.FromResult(Serving);

    public async Task<ModelReservation> Reserve(string weights, string? parent, string? lessonsDigest)
    {
        var listed = state.State.Versions.Values.FirstOrDefault(model => model.Weights == weights
            && model.Version.Parent == parent
            && model.Version.LessonsDigest == lessonsDigest);
        if (listed is not null)
            return new ModelReservation(listed.Version.Sequence, Shown(listed));
        var reserved = state.State.Reserved.FirstOrDefault(model => (model.Weights, model.Parent, model.LessonsDigest) == (weights, parent, lessonsDigest));
        if (reserved is null)
        {
            // Stored before anyone uses it: whatever happens then, no other version gets this number.
            reserved = new ReservedModel(state.State.LastSequence + 1, weights, parent, lessonsDigest);
            await Store(state.State with { LastSequence = reserved.Sequence, Reserved = Latest(state.State.Reserved.Add(reserved), MostReserved) });
        }

        return new ModelReservation(reserved.Sequence, null);
    }

    public async Task<ModelVersion> Admit(string version)
    {
        if (!state.State.Versions.ContainsKey(version))
        {
            var manifest = await store.Find(version)
                ?? throw new UnknownVersionException($"The model store of this silo has no version {version}. All silos must have the same model store.");
            await Store(With(state.State, manifest));
        }

        return Shown(Known(version));
    }

    public async Task<bool> Offer(string version)
    {
        var model = Known(version);
        if (Serving is not null)
            return model.Version.Standing == ModelStanding.Accepted && !model.HasServed && !state.State.Served.Contains(version);
        await SetCurrent(version);
        return false;
    }

    public async Task SetCurrent(string version)
    {
        var model = Known(version);
        if (model.Version.Standing == ModelStanding.Rejected)
            throw new VersionNotServableException($"Version {version} was rejected by the gate and is never served. Choose another.");
        if (Serving == version)
            return;
        var served = model with { Version = model.Version with { Standing = ModelStanding.Accepted, Reason = null }, HasServed = true };
        await Store(With(state.State, served) with { Served = Latest(state.State.Served.Add(version), MostServed) });
    }

    public async Task MarkRolledBack(string version, string reason)
    {
        var model = Known(version);
        await Store(With(state.State, model with { Version = model.Version with { Standing = ModelStanding.RolledBack, Reason = reason } }));
    }

    public Task<string?> Previous() => Task.FromResult(state.State.Served
        .Where(version => version != Serving && state.State.Versions[version].Version.Standing == ModelStanding.Accepted)
        .LastOrDefault());

    public async Task<IReadOnlyList<string>> MarkForgotten(IReadOnlyList<long> positions)
    {
        var forgotten = positions.ToHashSet();
        var tainted = new HashSet<string>(StringComparer.Ordinal);
        var marked = state.State;
        // Parents come before their children.
        foreach (var model in state.State.Versions.Values.OrderBy(model => model.Version.Sequence))
        {
            var learned = model.LessonPositions.Any(forgotten.Contains)
                || (model.Version.Parent is { } parent && tainted.Contains(parent));
            if (!learned)
                continue;
            tainted.Add(model.Version.Id);
            marked = With(marked, model with { Version = model.Version with { LearnedFromForgotten = true } });
        }

        if (tainted.Count > 0)
            await Store(marked);
        return tainted.ToArray();
    }

    private string? Serving => state.State.Served is [.., var last] ? last : null;

    private RegisteredModel Known(string version) => state.State.Versions.GetValueOrDefault(version)
        ?? throw new UnknownVersionException("There is no model version with this id. The list of versions has the ids there are.");

    private ModelVersion Shown(RegisteredModel model) => model.Version with { Serving = model.Version.Id == Serving };

    private static RegistryState With(RegistryState registry, ModelManifest manifest)
    {
        var parentTainted = manifest.Parent is { } parent && registry.Versions.GetValueOrDefault(parent) is { Version.LearnedFromForgotten: true };
        var version = new ModelVersion(
            manifest.Id,
            manifest.Sequence,
            manifest.Parent,
            manifest.CreatedAt,
            manifest.Strategy,
            manifest.Seed,
            manifest.Metrics,
            manifest.LessonPositions.Count,
            manifest.LessonsDigest,
            manifest.Rejection is null ? ModelStanding.Accepted : ModelStanding.Rejected,
            manifest.Rejection,
            LearnedFromForgotten: parentTainted,
            Serving: false);
        var known = With(registry, new RegisteredModel(version, manifest.Files[WeightFiles.SingleFile], manifest.LessonPositions));
        return known with
        {
            LastSequence = Math.Max(known.LastSequence, manifest.Sequence),
            Reserved = known.Reserved.RemoveAll(reserved => reserved.Sequence == manifest.Sequence),
        };
    }

    private static RegistryState With(RegistryState registry, RegisteredModel model) =>
        registry with { Versions = registry.Versions.SetItem(model.Version.Id, model) };

    private static ImmutableArray<T> Latest<T>(ImmutableArray<T> all, int most) => all.Length <= most ? all : all[^most..];

    private async Task Store(RegistryState next)
    {
        var before = state.State;
        state.State = next;
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
}
