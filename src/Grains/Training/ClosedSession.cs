using Orleans;

namespace Samantha.Grains.Training;

/// <summary>A session that ended, as far as the versions after it depend on it.</summary>
/// <param name="Id">Its number among all sessions.</param>
/// <param name="Through">The log position at which it closed.</param>
/// <param name="Parent">The version it started from.</param>
/// <param name="Version">The version it made; null if nothing waited.</param>
/// <param name="End">How it ended.</param>
/// <param name="Settings">Names its settings in the ledger.</param>
[GenerateSerializer, Immutable, Alias("samantha.closed-session")]
internal sealed record ClosedSession(
    [property: Id(0)] long Id,
    [property: Id(1)] long Through,
    [property: Id(2)] string Parent,
    [property: Id(3)] string? Version,
    [property: Id(4)] SessionEnd End,
    [property: Id(5)] string Settings);
