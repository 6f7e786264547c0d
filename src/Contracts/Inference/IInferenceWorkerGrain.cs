using Orleans;
using Orleans.Concurrency;

namespace Samantha.Contracts.Inference;

/// <summary>Generates replies on one device. The key names the worker, such as <c>silo-0/cpu</c>.</summary>
[Alias("samantha.IInferenceWorkerGrain")]
public interface IInferenceWorkerGrain : IGrainWithStringKey
{
    /// <summary>
    /// Continues a dialogue, token by token. Many requests run at once. A reply that starts on a version ends on it,
    /// whatever is swapped meanwhile.
    /// </summary>
    /// <exception cref="Problems.InvalidSamplingException">A setting is out of its range.</exception>
    /// <exception cref="Problems.TextTooLongException">The pinned lines and the last one do not fit the model's context.</exception>
    /// <exception cref="Problems.UnknownVersionException">There is no such version.</exception>
    /// <exception cref="Problems.VersionNotServableException">The version cannot be loaded.</exception>
    /// <exception cref="Problems.OverloadedException">The worker's queue is full.</exception>
    /// <exception cref="Problems.WorkerGoneException">The worker's silo is gone.</exception>
    [Alias("Generate")]
    IAsyncEnumerable<GenerationEvent> Generate(GenerationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Drops what is kept in memory of a conversation.</summary>
    [Alias("Forget"), AlwaysInterleave]
    Task Forget(string conversation);

    /// <summary>The worker as it is now.</summary>
    [Alias("Status"), AlwaysInterleave]
    Task<WorkerStatus> Status();
}
