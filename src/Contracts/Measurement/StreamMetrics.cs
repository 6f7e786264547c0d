using Orleans;

namespace Samantha.Contracts.Measurement;

/// <summary>
/// What is said of learning from a stream of tasks, in shares of [-1, 1]; R[i,j] is the share of task j's questions that is
/// answered rightly after task i.
/// </summary>
/// <param name="Accuracy">The mean of R over all tasks so far, now (ACC; Lopez-Paz and Ranzato 2017).</param>
/// <param name="BackwardTransfer">How much earlier tasks have gained since they were learned, on average; below 0 is forgetting. Null before the second task.</param>
/// <param name="ForwardTransfer">How much better tasks were answered just before they were learned than by the imported version. Null before the second task.</param>
/// <param name="Forgetting">How far earlier tasks are below their own best, on average (Chaudhry et al. 2018). Null before the second task.</param>
/// <param name="Anytime">The mean over all versions so far of their accuracy on the tasks that there were then.</param>
/// <param name="StabilityGap">The most that the accuracy on earlier tasks ever fell, within a task, below what it was at the end of the task before (De Lange et al. 2023). Null before the second task.</param>
[GenerateSerializer, Immutable, Alias("samantha.stream-metrics")]
public sealed record StreamMetrics(
    [property: Id(0)] double Accuracy,
    [property: Id(1)] double? BackwardTransfer,
    [property: Id(2)] double? ForwardTransfer,
    [property: Id(3)] double? Forgetting,
    [property: Id(4)] double Anytime,
    [property: Id(5)] double? StabilityGap);
