using Orleans;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Silo.Http.Problems;

namespace Samantha.Silo.Http.Cluster;

/// <summary>The silos and their workers as they are now.</summary>
internal static class ClusterEndpoints
{
    public static void MapCluster(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/cluster").WithTags("Cluster").WithProblems().AddEndpointFilter<RouteGroupBuilder, PassingFailures>()
            .MapGet("", Read).WithSummary("The silos, their workers, and the latest rollout.");

    private static async Task<ClusterBody> Read(IGrainFactory grains)
    {
        var rollout = grains.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey);
        var status = await rollout.Status();
        var workers = await Task.WhenAll((await rollout.Workers()).Select(worker => grains.GetGrain<IInferenceWorkerGrain>(worker).Status()));
        return new ClusterBody(
            [.. workers.Select(worker => worker.Worker.Split('/')[0]).Distinct().Select(silo => new SiloBody(silo, 0))],
            [.. workers.Select(worker => new WorkerBody(worker.Worker.Split('/')[0], worker.Worker, worker.Device, worker.Version, worker.Active, worker.Waiting, worker.Capacity))],
            new RolloutBody(status.Stage, status.Version, status.Reason));
    }
}
