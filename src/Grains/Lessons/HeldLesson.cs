using Orleans;
using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons;

/// <summary>A lesson in quarantine.</summary>
/// <param name="Lesson">Which lesson; its words are in the user's log and nowhere else.</param>
/// <param name="Rule">The rule that objected.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">When it was decided.</param>
[GenerateSerializer, Immutable, Alias("samantha.held-lesson")]
public sealed record HeldLesson(
    [property: Id(0)] TaughtLesson Lesson,
    [property: Id(1)] string Rule,
    [property: Id(2)] string Reason,
    [property: Id(3)] DateTimeOffset Since)
{
    /// <summary>Puts a lesson aside.</summary>
    public static HeldLesson Of(TaughtLesson lesson, Objection objection, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(lesson);
        ArgumentNullException.ThrowIfNull(objection);
        return new HeldLesson(lesson with { Prompt = "", Answer = "", Rejected = null, RejectedAt = null }, objection.Rule, objection.Reason, now);
    }
}
