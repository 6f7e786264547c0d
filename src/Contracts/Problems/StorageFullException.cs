using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>The storage is full; nothing was confirmed. It works again once there is room.</summary>
[GenerateSerializer]
[Alias("samantha.problem.storage-full")]
public sealed class StorageFullException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.StorageFull;

    /// <inheritdoc/>
    public override string Code => "storage-full";

    /// <inheritdoc/>
    public override string Title => "The storage is full.";
}
