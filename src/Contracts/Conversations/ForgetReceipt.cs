using Orleans;

namespace Samantha.Contracts.Conversations;

/// <summary>What was deleted of a user.</summary>
/// <param name="Records">How many log records were deleted.</param>
/// <param name="Versions">The model versions that had learned from the user and are marked so.</param>
[GenerateSerializer, Immutable, Alias("samantha.forget-receipt")]
public sealed record ForgetReceipt(
    [property: Id(0)] int Records,
    [property: Id(1)] IReadOnlyList<string> Versions);
