using Orleans;

namespace Samantha.Contracts.Models;

/// <summary>What a version was made of and with: with its parent and the log, enough to make the same bytes again.</summary>
/// <param name="Code">The commit of the code that made it.</param>
/// <param name="Machine">The processor and the library that computed it: others may round otherwise.</param>
/// <param name="Settings">Every setting of learning, by its name, such as <c>lessons.stepLength</c>.</param>
/// <param name="Lessons">The log positions of what it learned, in the order of learning.</param>
/// <param name="Rehearsed">The log positions of what it rehearsed, in their order.</param>
/// <param name="Through">The log position at which its session closed; what was taught later is not in it.</param>
/// <param name="Pairs">Of replies that were rated up over others, by their positions: where the others were rated down. Null where there are none.</param>
[GenerateSerializer, Immutable, Alias("samantha.model-lineage")]
public sealed record ModelLineage(
    [property: Id(0)] string Code,
    [property: Id(1)] string Machine,
    [property: Id(2)] IReadOnlyDictionary<string, string> Settings,
    [property: Id(3)] IReadOnlyList<long> Lessons,
    [property: Id(4)] IReadOnlyList<long> Rehearsed,
    [property: Id(5)] long Through,
    [property: Id(6)] IReadOnlyDictionary<long, long>? Pairs = null);
