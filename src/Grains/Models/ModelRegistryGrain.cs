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

    public async Task<ModelVersion> Find(string version)
    {
        var shown = Shown(Known(version));
        // It is in the store alone: with every position it would soon be most of this state.
        return (await store.Find(version))?.Lineage is { } lineage ? shown with { Lineage = Sendable(lineage) } : shown;
    }

    public Task<string?> Current() => Task.FromResult(Serving);

    public async Task<ModelReservation> Reserve(string weights, string? parent, string? lessonsDigest)
    {
        // What others taught as well makes the same weights again without the user who was forgotten: that is another version.
        var listed = state.State.Versions.Values.FirstOrDefault(model => !model.Version.LearnedFromForgotten
            && model.Weights == weights
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
        if (model.Version.Standing == ModelStanding.Forgotten)
            throw Gone(version);
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

    public async Task<IReadOnlyList<string>> RemoveForgotten()
    {
        var forgotten = state.State.Versions.Values.Where(model => model.Version.LearnedFromForgotten && model.Version.Id != Serving).ToArray();
        var standing = forgotten.Where(model => model.Version.Standing != ModelStanding.Forgotten).ToArray();
        // Never to be served again is stored first: what is half removed must not be chosen.
        if (standing.Length > 0)
            await Store(standing.Aggregate(state.State, (known, model) => With(known, model with
            {
                Version = model.Version with { Standing = ModelStanding.Forgotten, Reason = "It learned from a user who was forgotten." },
            })));
        foreach (var model in forgotten)
            await store.Delete(model.Version.Id);
        return forgotten.Select(model => model.Version.Id).ToArray();
    }

    /// <summary>Why a version that was removed is not served.</summary>
    public static VersionNotServableException Gone(string version) =>
        new($"Version {version} learned from a user who was forgotten, and its files are gone. Choose another.");

    private string? Serving => state.State.Served is [.., var last] ? last : null;

    private RegisteredModel Known(string version) => state.State.Versions.GetValueOrDefault(version)
        ?? throw new UnknownVersionException("There is no model version with this id. The list of versions has the ids there are.");

    private ModelVersion Shown(RegisteredModel model) => model.Version with { Weights = model.Weights, Serving = model.Version.Id == Serving };

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
            Serving: false)
        {
            Replaces = manifest.Replaces,
        };
        var known = With(registry, new RegisteredModel(version, manifest.Files[WeightFiles.SingleFile], manifest.LessonPositions));
        return known with
        {
            LastSequence = Math.Max(known.LastSequence, manifest.Sequence),
            Reserved = known.Reserved.RemoveAll(reserved => reserved.Sequence == manifest.Sequence),
        };
    }

    // As it was read it may be of types that no codec knows.
    private static ModelLineage Sendable(ModelLineage lineage) => lineage with
    {
        Settings = lineage.Settings.ToDictionary(),
        Lessons = lineage.Lessons.ToArray(),
        Rehearsed = lineage.Rehearsed.ToArray(),
    };

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
