using Orleans;
using Samantha.Contracts.Models;
using Samantha.Grains.Inference;
using Samantha.Silo.Http.Problems;

namespace Samantha.Silo.Http.Cluster;

/// <summary>The silos and their workers as they are now.</summary>
internal static class ClusterEndpoints
{
    public static void MapCluster(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/cluster").WithTags("Cluster").WithProblems().AddEndpointFilter<RouteGroupBuilder, PassingFailures>()
            .MapGet("", Read).WithSummary("The silos, their workers, and the latest rollout.");

    private static async Task<ClusterBody> Read(IGrainFactory grains, FleetView fleet)
    {
        var rollout = await grains.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey).Status();
        var workers = fleet.Current.Workers.Select(WorkerBody.Of).ToArray();
        return new ClusterBody(
            [.. workers.Select(worker => worker.Silo).Distinct().Order().Select(silo => new SiloBody(silo, 0))],
            workers,
            new RolloutBody(rollout.Stage, rollout.Version, rollout.Share, rollout.Paused, rollout.Reason));
    }
}
