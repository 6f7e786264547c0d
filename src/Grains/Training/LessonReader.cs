using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;

namespace Samantha.Grains.Training;

/// <summary>
/// Reads lessons from the log, for the trainer as for whoever makes a version again. What it makes of a record depends on the
/// log up to that record and on the settings, never on when it is read; but a refusal to be learned from holds for all that is
/// read from then on.
/// </summary>
/// <param name="log">The log.</param>
internal sealed class LessonReader(IInteractionLog log)
{
    private const int LogPage = 512;

    /// <summary>The state after the next page of the log.</summary>
    /// <param name="state">The state so far.</param>
    /// <param name="through">The last position to read.</param>
    /// <param name="options">Settings of curation.</param>
    /// <returns>The state, and who refused to be learned from; null when there is nothing more to read.</returns>
    public async Task<(TrainerState State, IReadOnlySet<long> Refused)?> ReadPage(TrainerState state, long through, LearningOptions options)
    {
        var page = (await log.ReadFrom(state.Position, LogPage)).TakeWhile(logged => logged.Position <= through).ToList();
        if (page.Count == 0)
            return null;
        var refused = new HashSet<long>();
        foreach (var logged in page)
        {
            var decision = await Decide(logged, options);
            if (decision.RefusedAuthor is { } author)
                refused.Add(author);
            state = state.After(logged.Position, decision);
        }

        return (state, refused);
    }

    /// <summary>The state after the log up to a position.</summary>
    public async Task<TrainerState> ReadAll(TrainerState state, long through, LearningOptions options, CancellationToken cancellationToken)
    {
        while (await ReadPage(state, through, options) is { } next)
        {
            cancellationToken.ThrowIfCancellationRequested();
            state = next.State;
        }

        return state;
    }

    /// <summary>The lesson at a position, as it was taught there; null if its record is gone or teaches nothing.</summary>
    public async Task<TaughtLesson?> Find(long position, LearningOptions options) =>
        await log.ReadFrom(position - 1, 1) is [{ } logged] && logged.Position == position
            // It was learned, so there was consent.
            ? LessonCurator.Decide(logged with { Consent = Consent.Granted }, await TurnOf(logged), options).Lesson
            : null;

    private async Task<CurationDecision> Decide(AuthoredInteraction logged, LearningOptions options)
    {
        if (logged.Interaction is FeedbackGiven or FactTaught && logged.Consent != Consent.Withheld)
            logged = logged with { Consent = await log.ConsentAt(logged.Author, logged.Position) };
        return LessonCurator.Decide(logged, await TurnOf(logged), options);
    }

    private async Task<Turn?> TurnOf(AuthoredInteraction logged) =>
        LessonCurator.TurnOf(logged.Interaction) is { } turn ? await log.FindTurn(logged.Author, turn, logged.Position) : null;
}
