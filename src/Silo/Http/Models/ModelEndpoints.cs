using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;
using Samantha.Silo.Http.Problems;

namespace Samantha.Silo.Http.Models;

/// <summary>Versions with lineage and metrics; rolling one out and back.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/models").WithTags("Models").WithProblems().AddEndpointFilter<RouteGroupBuilder, PassingFailures>();
        group.MapGet("", List).WithSummary("All versions, newest first, with lineage and metrics.");
        group.MapGet("/rollout", Status).WithSummary("The latest rollout: its stage, its share of conversations, and the new version compared with the one before in every signal.");
        group.MapPost("/rollout/pause", Pause).WithSummary("Hold the rollout where it is, with its share of conversations. Harm still takes the version back.");
        group.MapPost("/rollout/resume", Resume).WithSummary("Go on with a rollout that is held.");
        group.MapPost("/forget", Forget).WithSummary("Make the versions anew without the users who were forgotten, serve what comes out, and remove the files of what had learned from them.");
        group.MapGet("/forget", Forgetting).WithSummary("How far that is.");
        group.MapGet("/{version}", Find).WithSummary("One version, with what it was made of: settings, code, machine, and the log positions of its lessons.");
        group.MapPost("/{version}/rollout", RollOut).WithSummary("Serve a version, carefully: canary, waves, all.");
        group.MapPost("/rollback", RollBack).WithSummary("Go back to the version from before, also in the midst of a rollout.");
    }

    private static async Task<VersionList> List(IGrainFactory grains)
    {
        var versions = await grains.Registry().List();
        return new VersionList(versions.FirstOrDefault(version => version.Serving)?.Id, versions);
    }

    private static Task<ModelVersion> Find(string version, IGrainFactory grains) => grains.Registry().Find(version);

    private static Task<RolloutStatus> Status(IGrainFactory grains) => grains.Rollout().Status();

    private static async Task<Accepted<RolloutStatus>> RollOut(string version, IGrainFactory grains) =>
        TypedResults.Accepted("/api/models/rollout", await grains.Rollout().Start(version));

    private static async Task<Accepted<RolloutStatus>> RollBack(IGrainFactory grains) =>
        TypedResults.Accepted("/api/models/rollout", await grains.Rollout().Rollback("An operator asked for it."));

    private static async Task<Accepted<LineRebuild>> Forget(IGrainFactory grains) =>
        TypedResults.Accepted("/api/models/forget", await grains.Trainer().Rebuild());

    private static Task<LineRebuild> Forgetting(IGrainFactory grains) => grains.Trainer().Rebuilding();

    private static Task<RolloutStatus> Pause(IGrainFactory grains) => grains.Rollout().Pause();

    private static Task<RolloutStatus> Resume(IGrainFactory grains) => grains.Rollout().Resume();

    private static IModelRegistryGrain Registry(this IGrainFactory grains) => grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);

    private static ITrainerGrain Trainer(this IGrainFactory grains) => grains.GetGrain<ITrainerGrain>(IModelRegistryGrain.DefaultKey);

    private static IRolloutGrain Rollout(this IGrainFactory grains) => grains.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey);
}

/// <summary>All versions.</summary>
/// <param name="Serving">The id of the one being served.</param>
/// <param name="Versions">Newest first.</param>
public sealed record VersionList(string? Serving, IReadOnlyList<ModelVersion> Versions);
