using Samantha.Grains.Lessons.Cohort;
using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons;

/// <summary>
/// Makes a preference pair of two replies to about the same question, of which one was rated up and the other down. Both by
/// one user: what they differ in is then not whom they please.
/// </summary>
internal static class Pairing
{
    // Two ways to ask the same share most words; the ratings say that both were meant.
    private const double AboutTheSame = 0.6;

    /// <summary>The state with what was rated up and waits set over what was rated down.</summary>
    public static TrainerState Of(TrainerState state)
    {
        if (state.Disliked.IsEmpty)
            return state;
        return state with { Waiting = [.. state.Waiting.Select(lesson => lesson is { Kind: LessonKind.RatedReply, Rejected: null } ? With(lesson, state) : lesson)] };
    }

    private static TaughtLesson With(TaughtLesson liked, TrainerState state)
    {
        var others = state.Disliked.Where(other => other.Author == liked.Author && LessonText.Plain(other.Rejected!) != LessonText.Plain(liked.Answer)).ToList();
        var same = new SameQuestions([LessonText.Words(liked.Prompt), .. others.Select(other => LessonText.Words(other.Prompt))], AboutTheSame).Of(0);
        return same is [.., var last] ? liked with { Rejected = others[last - 1].Rejected, RejectedAt = others[last - 1].Position } : liked;
    }
}
