using Orleans;

namespace Samantha.Grains.Training;

/// <summary>What an operator did to a lesson in quarantine: with the log and the sessions, part of the history of the model.</summary>
/// <param name="After">The number of the last session planned by then.</param>
/// <param name="Through">The log position that was read by then.</param>
/// <param name="Lesson">The position of the lesson.</param>
/// <param name="IsReleased">Whether it was released; else it was dropped.</param>
[GenerateSerializer, Immutable, Alias("samantha.operator-act")]
internal sealed record OperatorAct(
    [property: Id(0)] long After,
    [property: Id(1)] long Through,
    [property: Id(2)] long Lesson,
    [property: Id(3)] bool IsReleased);
