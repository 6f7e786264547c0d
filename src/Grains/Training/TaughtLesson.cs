using Orleans;

namespace Samantha.Grains.Training;

/// <summary>One thing to learn: how a prompt is to be answered.</summary>
/// <param name="Key">The same for all lessons that replace each other: one turn, or one question of one author.</param>
/// <param name="Position">The log position that it was drawn from.</param>
/// <param name="Author">Stands for who taught it, for caps and for forgetting alone.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Prompt">What was said.</param>
/// <param name="Answer">What is to be replied.</param>
/// <param name="Rejected">The reply that was corrected: with the answer, a preference pair.</param>
/// <param name="Attempts">In how many sessions it was before whose versions were rejected.</param>
/// <param name="Trace">The trace in which it was taught, as a W3C traceparent; null where none was recorded.</param>
/// <param name="Reward">
/// How the user's valence moved from the turn that it is about to their next, towards what they judged, in [-1, 1]; null where
/// nothing was felt. It weighs a judgement and is none: without one there is no lesson.
/// </param>
/// <param name="Vouched">Whether an operator released it from quarantine: others' lessons do not count against it.</param>
/// <param name="RejectedAt">The log position of the rating that the rejected reply comes from, where that is another than the lesson's.</param>
[GenerateSerializer, Immutable, Alias("samantha.taught-lesson")]
public sealed record TaughtLesson(
    [property: Id(0)] string Key,
    [property: Id(1)] long Position,
    [property: Id(2)] long Author,
    [property: Id(3)] LessonKind Kind,
    [property: Id(4)] string Prompt,
    [property: Id(5)] string Answer,
    [property: Id(6)] string? Rejected = null,
    [property: Id(7)] int Attempts = 0,
    [property: Id(8)] string? Trace = null,
    [property: Id(9)] double? Reward = null,
    [property: Id(10)] bool Vouched = false,
    [property: Id(11)] long? RejectedAt = null);
