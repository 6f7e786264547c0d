using Orleans;

namespace Samantha.Contracts.Training;

/// <summary>One decision on one lesson. It refers to the user's log by position and repeats nothing of it.</summary>
/// <param name="Number">Counts decisions; 0 until recorded.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Position">The log position that the lesson was drawn from.</param>
/// <param name="Lesson">The lesson's key.</param>
/// <param name="Author">Stands for who taught it.</param>
/// <param name="Outcome">What was decided.</param>
/// <param name="Rule">The rule that decided; null where none had to.</param>
/// <param name="Reason">Why; null where there is nothing to say.</param>
/// <param name="Session">The training session before or in which it was decided; 0 where it was on reading the log.</param>
[GenerateSerializer, Immutable, Alias("samantha.curation-record")]
public sealed record CurationRecord(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] long Position,
    [property: Id(3)] string Lesson,
    [property: Id(4)] long Author,
    [property: Id(5)] CurationOutcome Outcome,
    [property: Id(6)] string? Rule = null,
    [property: Id(7)] string? Reason = null,
    [property: Id(8)] long Session = 0);
