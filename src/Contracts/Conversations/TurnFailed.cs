using Orleans;
using Samantha.Contracts.Problems;

namespace Samantha.Contracts.Conversations;

/// <summary>The turn failed after its first event. Nothing of it is stored; the same request may be sent again.</summary>
/// <param name="Kind">The sort of problem.</param>
/// <param name="Code">The problem's stable name, as <see cref="SamanthaException.Code"/>.</param>
/// <param name="Title">The problem in one line.</param>
/// <param name="Detail">What to do about it.</param>
[GenerateSerializer, Immutable, Alias("samantha.turn-failed")]
public sealed record TurnFailed(
    [property: Id(0)] ProblemKind Kind,
    [property: Id(1)] string Code,
    [property: Id(2)] string Title,
    [property: Id(3)] string Detail) : TurnEvent;
