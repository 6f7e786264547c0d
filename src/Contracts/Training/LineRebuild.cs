using Orleans;

namespace Samantha.Contracts.Training;

/// <summary>The making anew of the versions without the users who were forgotten.</summary>
/// <param name="Stage">How far it is.</param>
/// <param name="StartedAt">When it was asked for; null if never.</param>
/// <param name="EndedAt">When it ended; null while it is under way.</param>
/// <param name="From">The version that was served.</param>
/// <param name="Version">The version that is served instead; null until known. It is the same where no version had learned from them.</param>
/// <param name="Sessions">How many sessions are replayed.</param>
/// <param name="Done">How many of them are done.</param>
/// <param name="Remade">How many versions were made anew; the others came out as they were.</param>
/// <param name="Removed">The versions whose files were removed.</param>
/// <param name="Reason">Why it failed.</param>
[GenerateSerializer, Immutable, Alias("samantha.line-rebuild")]
public sealed record LineRebuild(
    [property: Id(0)] RebuildStage Stage,
    [property: Id(1)] DateTimeOffset? StartedAt,
    [property: Id(2)] DateTimeOffset? EndedAt,
    [property: Id(3)] string? From,
    [property: Id(4)] string? Version,
    [property: Id(5)] int Sessions,
    [property: Id(6)] int Done,
    [property: Id(7)] int Remade,
    [property: Id(8)] IReadOnlyList<string> Removed,
    [property: Id(9)] string? Reason)
{
    /// <summary>What is told before it was ever asked for.</summary>
    public static LineRebuild Never { get; } = new(RebuildStage.None, null, null, null, null, 0, 0, 0, [], null);

    /// <summary>Whether it has not ended.</summary>
    public bool IsUnderWay => Stage is RebuildStage.Replaying or RebuildStage.RollingOut;
}
