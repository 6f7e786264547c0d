using Orleans;

namespace Samantha.Contracts.Inference;

/// <summary>An inference worker as it is now.</summary>
/// <param name="Worker">The worker's key.</param>
/// <param name="Device">The device it computes on, such as <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Version">The version it serves; null before the first is loaded.</param>
/// <param name="Loaded">Every version it holds in memory.</param>
/// <param name="Active">Replies being generated.</param>
/// <param name="Waiting">Requests waiting to start.</param>
/// <param name="Capacity">How many replies it generates at once.</param>
[GenerateSerializer, Immutable, Alias("samantha.worker-status")]
public sealed record WorkerStatus(
    [property: Id(0)] string Worker,
    [property: Id(1)] string Device,
    [property: Id(2)] string? Version,
    [property: Id(3)] IReadOnlyList<string> Loaded,
    [property: Id(4)] int Active,
    [property: Id(5)] int Waiting,
    [property: Id(6)] int Capacity);
