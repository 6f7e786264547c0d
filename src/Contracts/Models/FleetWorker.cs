using Orleans;
using Samantha.Contracts.Inference;

namespace Samantha.Contracts.Models;

/// <summary>A worker of the fleet.</summary>
/// <param name="Silo">The name of its silo.</param>
/// <param name="Status">The worker as its silo last told.</param>
/// <param name="Meant">The versions that it is meant to hold: the first to serve, others beside it.</param>
/// <param name="Silence">How long ago its silo told.</param>
[GenerateSerializer, Immutable, Alias("samantha.fleet-worker")]
public sealed record FleetWorker(
    [property: Id(0)] string Silo,
    [property: Id(1)] WorkerStatus Status,
    [property: Id(2)] IReadOnlyList<string> Meant,
    [property: Id(3)] TimeSpan Silence)
{
    /// <summary>The address of its silo among silos.</summary>
    [Id(4)]
    public string Address { get; init; } = "";

    /// <summary>Whether it can answer with a version now, and is meant to.</summary>
    public bool Answers(string version) => Meant.Contains(version) && Status.Loaded.Contains(version);
}
