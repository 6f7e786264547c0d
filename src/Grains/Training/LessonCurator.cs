using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;

namespace Samantha.Grains.Training;

/// <summary>
/// Decides what is learned from an interaction: only what a user judged or taught, with their consent, and nothing of their
/// own life. Pure: the same interaction and turn always give the same decision.
/// </summary>
public static class LessonCurator
{
    /// <summary>The turn that an interaction is about; null if it is about none.</summary>
    public static string? TurnOf(Interaction interaction) => (interaction as FeedbackGiven)?.TurnId;

    /// <summary>Decides.</summary>
    /// <param name="logged">The interaction.</param>
    /// <param name="turn">The turn that it is about with its feedback as it stands now; null if there is none.</param>
    /// <param name="options">What counts as consent, and how long a lesson may be.</param>
    public static CurationDecision Decide(AuthoredInteraction logged, Turn? turn, LearningOptions options)
    {
        ArgumentNullException.ThrowIfNull(logged);
        ArgumentNullException.ThrowIfNull(options);
        return logged.Interaction switch
        {
            ConsentChanged { Consent: Consent.Withheld } => new CurationDecision(RefusedAuthor: logged.Author),
            FeedbackGiven given when turn is not null => OfFeedback(logged, turn, given.Trace, options),
            FactTaught fact => Check(
                new TaughtLesson(FactKey(logged.Author, fact.Question), logged.Position, logged.Author, LessonKind.TaughtFact, fact.Question, fact.Answer, Trace: fact.Trace),
                logged.Consent,
                options),
            _ => CurationDecision.Nothing,
        };
    }

    private static CurationDecision OfFeedback(AuthoredInteraction logged, Turn turn, string? trace, LearningOptions options)
    {
        var key = $"turn {logged.Author} {turn.TurnId}";
        return turn.Feedback switch
        {
            { Correction: { } correction } => Check(
                new TaughtLesson(key, logged.Position, logged.Author, LessonKind.Correction, turn.Text, correction, turn.Reply == correction ? null : turn.Reply, Trace: trace),
                logged.Consent,
                options),
            { Rating: 1 } when turn.Reply.Length > 0 => Check(
                new TaughtLesson(key, logged.Position, logged.Author, LessonKind.RatedReply, turn.Text, turn.Reply, Trace: trace),
                logged.Consent,
                options),
            // Rated down says what not to reply, but not what to; rated back says nothing.
            _ => new CurationDecision(Withdrawn: key),
        };
    }

    private static CurationDecision Check(TaughtLesson lesson, Consent consent, LearningOptions options)
    {
        var reason = consent switch
        {
            Consent.Withheld => "no consent",
            Consent.Unstated when !options.JudgementIsConsent => "no consent",
            _ when lesson.Prompt.Length + lesson.Answer.Length > options.LongestLesson => "too long",
            _ => PersonalData.ReasonIn(lesson.Prompt) ?? PersonalData.ReasonIn(lesson.Answer),
        };
        return reason is null ? new CurationDecision(lesson) : new CurationDecision(Withdrawn: lesson.Key, Excluded: reason);
    }

    private static string FactKey(long author, string question) =>
        $"fact {author} {string.Join(' ', question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant()}";
}
