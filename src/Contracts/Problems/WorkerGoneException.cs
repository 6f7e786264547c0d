using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>The silo of an inference worker is gone.</summary>
[GenerateSerializer]
[Alias("samantha.problem.worker-gone")]
public sealed class WorkerGoneException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Unavailable;

    /// <inheritdoc/>
    public override string Code => "worker-gone";

    /// <inheritdoc/>
    public override string Title => "The worker that was to answer is gone.";
}
