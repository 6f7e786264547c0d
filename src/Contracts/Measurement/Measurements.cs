using Orleans;

namespace Samantha.Contracts.Measurement;

/// <summary>What versions know of the stream that taught them.</summary>
/// <param name="Tasks">The tasks that the stream has shown, oldest first; beyond some number the oldest are merged.</param>
/// <param name="Versions">The versions that came to be served, oldest first; of tasks long ago the last one alone.</param>
/// <param name="Matrix">R[i][j]: the share of task j's questions that is answered rightly after task i, in [0, 1]; above the diagonal just the tasks that came next, before they were learned. Null where nothing was measured.</param>
/// <param name="Waiting">How many versions are still to be measured.</param>
[GenerateSerializer, Immutable, Alias("samantha.measurements")]
public sealed record Measurements(
    [property: Id(0)] IReadOnlyList<MeasuredTask> Tasks,
    [property: Id(1)] IReadOnlyList<MeasuredVersion> Versions,
    [property: Id(2)] IReadOnlyList<IReadOnlyList<double?>> Matrix,
    [property: Id(3)] int Waiting);
