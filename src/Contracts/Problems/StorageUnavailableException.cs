using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>The storage failed; nothing was confirmed and the same request may be sent again.</summary>
[GenerateSerializer]
[Alias("samantha.problem.storage-unavailable")]
public sealed class StorageUnavailableException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Unavailable;

    /// <inheritdoc/>
    public override string Code => "storage-unavailable";

    /// <inheritdoc/>
    public override string Title => "The storage does not answer.";
}
