using Orleans;
using Orleans.Runtime;
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
        var activations = (await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics()).ToLookup(statistic => statistic.SiloAddress.ToString(), statistic => statistic.ActivationCount);
        var workers = fleet.Current.Workers;
        return new ClusterBody(
            [.. workers.DistinctBy(worker => worker.Silo).Select(worker => new SiloBody(worker.Silo, worker.Address, activations[worker.Address].Sum()))],
            [.. workers.Select(WorkerBody.Of)],
            new RolloutBody(rollout.Stage, rollout.Version, rollout.Share, rollout.Paused, rollout.Reason));
    }
}
