using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;
using Samantha.Contracts.Measurement;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;
using Samantha.Silo.Http.Problems;

namespace Samantha.Silo.Http.Training;

/// <summary>The trainer: what it does, its curves, its sessions, what its versions know.</summary>
internal static class TrainingEndpoints
{
    public static void MapTraining(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/training").WithTags("Training").WithProblems().AddEndpointFilter<RouteGroupBuilder, PassingFailures>();
        group.MapGet("", (IGrainFactory grains) => grains.Trainer().Status()).WithSummary("What the trainer does, with the curve of its session.");
        group.MapGet("/sessions", (IGrainFactory grains, int limit = 20) => grains.Trainer().Sessions(limit)).WithSummary("The latest sessions, newest first.");
        group.MapGet("/measurements", (IGrainFactory grains) => grains.Measurement().Read())
            .WithSummary("What versions know of each task that taught them: the matrix R, accuracy, transfer, forgetting, the stability gap, plasticity.");
        group.MapPost("/sessions", Start).WithSummary("Start a session now with the lessons that wait.");
    }

    private static async Task<Accepted<TrainingSession>> Start(IGrainFactory grains) =>
        TypedResults.Accepted("/api/training", await grains.Trainer().StartSession());

    private static IMeasurementGrain Measurement(this IGrainFactory grains) => grains.GetGrain<IMeasurementGrain>(IModelRegistryGrain.DefaultKey);

    private static ITrainerGrain Trainer(this IGrainFactory grains) => grains.GetGrain<ITrainerGrain>(IModelRegistryGrain.DefaultKey);
}
