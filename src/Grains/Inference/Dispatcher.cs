using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;

namespace Samantha.Grains.Inference;

/// <summary>
/// Decides which version answers a request, and where. Of the workers that hold the version it looks at two, this silo's own
/// and another drawn by lot where that can be, and takes the one with the shorter queue: two choices keep the longest queue
/// nearly as short as looking at all of them would (Mitzenmacher 2001), and silos that decide at the same moment do not all
/// run to the same worker. Safe for several threads.
/// </summary>
internal sealed class Dispatcher(WorkerLoads loads, IReadOnlyList<string> own, Random random)
{
    /// <summary>The version that answers: the one that is asked for, or the conversation's by its share.</summary>
    /// <returns>Null while none is known.</returns>
    public string? VersionFor(GenerationRequest request, Fleet fleet)
    {
        if (request.Version is not null)
            return request.Version;
        return fleet.Candidate is { } candidate && fleet.Share > Place(request.Conversation, candidate) && fleet.Workers.Any(worker => worker.Answers(candidate))
            ? candidate
            : fleet.Version;
    }

    /// <summary>The worker to ask; null if there is none.</summary>
    /// <param name="fleet">The fleet as it is known.</param>
    /// <param name="version">The version that is to answer.</param>
    /// <param name="except">A worker that did not work out.</param>
    public string? Choose(Fleet fleet, string? version, string? except = null)
    {
        var best = fleet.Workers
            .Where(worker => worker.Status.Worker != except)
            .GroupBy(worker => Rank(worker, version))
            .MinBy(group => group.Key)?.ToArray();
        // While nothing is heard of others, or this silo alone is there and about to stop, its own workers go on.
        return best is null ? own.FirstOrDefault(worker => worker != except) : OfTwo(best).Status.Worker;
    }

    private FleetWorker OfTwo(FleetWorker[] workers)
    {
        if (workers.Length == 1)
            return workers[0];
        var first = Array.FindIndex(workers, worker => own.Contains(worker.Status.Worker));
        int second;
        lock (random)
        {
            if (first < 0)
                first = random.Next(workers.Length);
            second = random.Next(workers.Length - 1);
        }

        if (second >= first)
            second++;
        return loads.QueueDepth(workers[second]) < loads.QueueDepth(workers[first]) ? workers[second] : workers[first];
    }

    // Workers that serve the version, or hold it beside theirs, or happen to have it in memory; then those that do not get on;
    // then those that would have to load it.
    private int Rank(FleetWorker worker, string? version)
    {
        var isSuspect = loads.IsSuspect(worker);
        if (version is null)
            return worker.Status.Version is null ? 5 : isSuspect ? 3 : 0;
        if (!worker.Status.Loaded.Contains(version))
            return isSuspect ? 7 : 6;
        var rank = !worker.Meant.Contains(version) ? 2 : worker.Meant[0] == version ? 0 : 1;
        return isSuspect ? rank + 3 : rank;
    }

    // A conversation keeps its place as long as the candidate is the same, so it stays with its version while the share grows.
    private double Place(string? conversation, string candidate)
    {
        if (conversation is null)
        {
            lock (random)
                return random.NextDouble();
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{candidate}\n{conversation}"));
        return BinaryPrimitives.ReadUInt64BigEndian(hash) / (ulong.MaxValue + 1.0);
    }
}
