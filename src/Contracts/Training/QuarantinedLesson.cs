using Orleans;

namespace Samantha.Contracts.Training;

/// <summary>A lesson in quarantine, without its words: they are in the user's log.</summary>
/// <param name="Position">The log position that it was drawn from, by which it is released or dropped.</param>
/// <param name="Lesson">Its key.</param>
/// <param name="Author">Stands for who taught it.</param>
/// <param name="Rule">The rule that objected.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">When it was decided.</param>
[GenerateSerializer, Immutable, Alias("samantha.quarantined-lesson")]
public sealed record QuarantinedLesson(
    [property: Id(0)] long Position,
    [property: Id(1)] string Lesson,
    [property: Id(2)] long Author,
    [property: Id(3)] string Rule,
    [property: Id(4)] string Reason,
    [property: Id(5)] DateTimeOffset Since);
