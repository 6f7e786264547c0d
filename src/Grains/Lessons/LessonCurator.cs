using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;
using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons;

/// <summary>
/// Decides what is learned from an interaction: only what a user judged or taught, with their consent, without what names
/// people, and nothing of their own life. Pure: the same interaction, turn and rules always give the same decision.
/// </summary>
public static class LessonCurator
{
    /// <summary>The turn that an interaction is about; null if it is about none.</summary>
    public static string? TurnOf(Interaction interaction) => (interaction as FeedbackGiven)?.TurnId;

    /// <summary>Decides.</summary>
    /// <param name="logged">The interaction.</param>
    /// <param name="turn">The turn that it is about with its feedback as it stands now; null if there is none.</param>
    /// <param name="rules">What a lesson must fulfil.</param>
    public static CurationDecision Decide(AuthoredInteraction logged, Turn? turn, CurationRules rules)
    {
        ArgumentNullException.ThrowIfNull(logged);
        ArgumentNullException.ThrowIfNull(rules);
        return logged.Interaction switch
        {
            ConsentChanged { Consent: Consent.Withheld } => new CurationDecision(RefusedAuthor: logged.Author),
            FeedbackGiven given when turn is not null => OfFeedback(logged, turn, given.Trace, rules),
            FactTaught fact => Check(
                new TaughtLesson(LessonKey.OfFact(logged.Author, fact.Question), logged.Position, logged.Author, LessonKind.TaughtFact, fact.Question, fact.Answer, Trace: fact.Trace),
                logged.Consent,
                rules),
            _ => CurationDecision.Nothing,
        };
    }

    private static CurationDecision OfFeedback(AuthoredInteraction logged, Turn turn, string? trace, CurationRules rules)
    {
        var key = LessonKey.OfTurn(logged.Author, turn.TurnId);
        return turn.Feedback switch
        {
            { Correction: { } correction } => Check(
                new TaughtLesson(key, logged.Position, logged.Author, LessonKind.Correction, turn.Text, correction, turn.Reply == correction ? null : turn.Reply, Trace: trace),
                logged.Consent,
                rules),
            { Rating: 1 } when turn.Reply.Length > 0 => Check(
                new TaughtLesson(key, logged.Position, logged.Author, LessonKind.RatedReply, turn.Text, turn.Reply, Trace: trace),
                logged.Consent,
                rules),
            // Rated down says what not to reply, but not what to: half a pair.
            { Rating: -1 } when turn.Reply.Length > 0 => Disliked(
                new TaughtLesson(key, logged.Position, logged.Author, LessonKind.DislikedReply, turn.Text, "", turn.Reply, Trace: trace), logged.Consent, rules),
            // Rated back says nothing.
            _ => new CurationDecision(Withdrawn: key),
        };
    }

    private static CurationDecision Check(TaughtLesson lesson, Consent consent, CurationRules rules)
    {
        var redacted = Redacted(lesson);
        return rules.Examine(redacted, consent) is { } objection
            ? new CurationDecision(redacted, objection, lesson.Key)
            : new CurationDecision(redacted);
    }

    // What is wrong with a reply that nobody wants is no one's fault: it is not worth a record.
    private static CurationDecision Disliked(TaughtLesson lesson, Consent consent, CurationRules rules)
    {
        var redacted = Redacted(lesson);
        return new CurationDecision(Withdrawn: lesson.Key, Disliked: rules.Examine(redacted with { Answer = redacted.Rejected! }, consent) is null ? redacted : null);
    }

    private static TaughtLesson Redacted(TaughtLesson lesson) => lesson with
    {
        Prompt = Redaction.Of(lesson.Prompt),
        Answer = Redaction.Of(lesson.Answer),
        Rejected = lesson.Rejected is { } rejected ? Redaction.Of(rejected) : null,
    };
}
