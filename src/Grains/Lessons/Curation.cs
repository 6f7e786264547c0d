using System.Collections.Immutable;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Interactions;
using Samantha.Grains.Lessons.Cohort;
using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons;

/// <summary>
/// Makes lessons of the log. On reading, each by itself (<see cref="LessonCurator"/>); before a session, all beside each other
/// (<see cref="LessonCohort"/>). Every decision is recorded before the state that follows from it is stored, and recorded
/// once however often it is made. Which lessons pass depends on log and settings alone.
/// </summary>
/// <param name="log">Where lessons come from.</param>
/// <param name="decisions">Where decisions go; null where they were made before.</param>
/// <param name="language">The language of the model that is served; null where it has no anchors.</param>
/// <param name="options">What is learned from.</param>
/// <param name="time">The clock.</param>
internal sealed class Curation(IInteractionLog log, ICurationLog? decisions, Func<Task<LanguageModel?>> language, LearningOptions options, TimeProvider time)
{
    private const int LogPage = 512;

    private static readonly HashSet<string> OfCohort = new(["contradiction", "outlier", "trigger", "trust"], StringComparer.Ordinal);

    private readonly LessonCohort _cohort = new(options.Curation);
    private CurationRules? _rules;

    /// <summary>
    /// The state after the next page of the log. What is made of a record depends on the log up to it and on the settings, never
    /// on when it is read; but a refusal to be learned from holds for all that is read from then on.
    /// </summary>
    /// <param name="state">The state so far.</param>
    /// <param name="through">The last position to read.</param>
    /// <returns>The state, and the authors who refused; null when there is nothing more to read.</returns>
    public async Task<(TrainerState State, IReadOnlySet<long> Refused)?> ReadPage(TrainerState state, long through = long.MaxValue)
    {
        var page = (await log.ReadFrom(state.Position, LogPage)).TakeWhile(logged => logged.Position <= through).ToList();
        if (page.Count == 0)
            return null;
        var refused = new HashSet<long>();
        var records = new List<CurationRecord>();
        foreach (var logged in page)
        {
            var decision = await Decide(logged, logged.Position);
            if (decision.RefusedAuthor is { } author)
                refused.Add(author);
            records.AddRange(RecordsOf(state, decision));
            state = state.After(logged.Position, decision);
            if (decision is { Lesson: { } lesson, Objection: { IsSuspicious: true } objection })
                state = Held(state, lesson, objection);
        }

        await Record(records);
        return (state, refused);
    }

    /// <summary>The state after the log up to a position.</summary>
    public async Task<TrainerState> ReadAll(TrainerState state, long through, CancellationToken cancellationToken)
    {
        while (await ReadPage(state, through) is { } next)
        {
            cancellationToken.ThrowIfCancellationRequested();
            state = next.State;
        }

        return state;
    }

    /// <summary>The lesson at a position, as a session learned it; null if its record is gone or teaches nothing.</summary>
    /// <param name="position">The position.</param>
    /// <param name="through">The position at which the session closed.</param>
    /// <param name="rejectedAt">The position of the rating that the worse half of its pair comes from, if it is such a pair.</param>
    public async Task<TaughtLesson?> Find(long position, long through, long? rejectedAt = null)
    {
        if ((await Found(position))?.Lesson is not { } lesson)
            return null;
        if (rejectedAt is { } other)
        {
            if ((await Found(other))?.Disliked is not { } disliked)
                return null;
            lesson = lesson with { Rejected = disliked.Rejected, RejectedAt = other };
        }

        return await Felt(lesson, through);
    }

    /// <summary>Holds what waits against all else that is known, before a session.</summary>
    /// <returns>The state in which only what may be learned waits.</returns>
    public async Task<TrainerState> Compare(TrainerState state)
    {
        if (state.Waiting.IsEmpty)
            return state;
        state = Pairing.Of(await Felt(state, [.. state.Waiting.Take(options.MostLessons).Select(lesson => lesson.Key)]));
        var held = await Recall(state.Quarantine.Where(held => OfCohort.Contains(held.Rule)), state.Position);
        var lessons = state.Learned.Concat(state.Waiting).Concat(held).DistinctBy(lesson => lesson.Key).OrderBy(lesson => lesson.Position).ToList();
        var strikes = state.Quarantine.Where(held => !OfCohort.Contains(held.Rule)).CountBy(held => held.Lesson.Author).ToDictionary();
        var verdict = _cohort.Judge(lessons, strikes);
        var (recalled, records, session) = (held.Select(lesson => lesson.Key).ToHashSet(), new List<CurationRecord>(), state.LastSession + 1);
        foreach (var (lesson, objection) in lessons.Zip(verdict.Objections))
        {
            if (objection is null && recalled.Contains(lesson.Key))
            {
                records.Add(Record(lesson, CurationOutcome.Accepted, null, "nothing speaks against it any more", session));
                state = state.Releasing(lesson);
            }
            else if (objection is { IsSuspicious: true } && !recalled.Contains(lesson.Key))
            {
                records.Add(Record(lesson, CurationOutcome.Quarantined, objection, session));
                state = Held(state.Counting(objection.Reason), lesson, objection);
            }
            else if (objection is { IsSuspicious: false })
            {
                records.Add(Record(lesson, CurationOutcome.Excluded, objection, session));
                state = state.Counting(objection.Reason).Without(known => known.Key == lesson.Key);
            }
        }

        await Record(records);
        // What came out of quarantine just now is felt like the rest.
        return await Felt(state, [.. SessionPlanner.Next(state.Waiting, options).Select(lesson => lesson.Key)]);
    }

    /// <summary>The state after what operators did, each at its place in the log. What can no longer be done is not.</summary>
    public async Task<TrainerState> Redo(TrainerState state, IEnumerable<OperatorAct> acts, CancellationToken cancellationToken)
    {
        foreach (var act in acts)
        {
            state = await ReadAll(state, act.Through, cancellationToken);
            state = state with { Position = Math.Max(state.Position, act.Through) };
            try
            {
                state = act.IsReleased ? await Release(state, act.Lesson) : await Drop(state, act.Lesson);
            }
            catch (NotQuarantinedException)
            {
                // In this history nobody put it there, or it is gone.
            }

            state = state with { Acts = state.Acts + 1 };
        }

        return state;
    }

    /// <summary>Records what became of a session's lessons; those that were given up go to quarantine.</summary>
    /// <param name="state">The state after it.</param>
    /// <param name="planned">The session.</param>
    /// <param name="outcome">How it ended.</param>
    public async Task<TrainerState> Ended(TrainerState state, PlannedSession planned, SessionOutcome outcome)
    {
        if (outcome == SessionOutcome.Promoted)
            await Record([.. planned.Lessons.Select(lesson => Record(lesson, CurationOutcome.Learned, null, null, planned.Id))]);
        if (outcome != SessionOutcome.Rejected)
            return state;
        var objection = new Objection("gate", "the gate rejected what was learned from it", IsSuspicious: true);
        var givenUp = planned.Lessons.Where(lesson => state.Waiting.All(known => known.Key != lesson.Key)).ToList();
        await Record([.. givenUp.Select(lesson => Record(lesson, CurationOutcome.Quarantined, objection, planned.Id))]);
        return givenUp.Aggregate(state, (next, lesson) => Held(next, lesson, objection));
    }

    /// <summary>Lets a lesson out of quarantine, whatever others teach.</summary>
    /// <exception cref="NotQuarantinedException">It is not there, or may not be learned any more.</exception>
    public async Task<TrainerState> Release(TrainerState state, long position)
    {
        var held = Find(state, position);
        if (await Recall([held], state.Position) is not [var lesson])
            throw new NotQuarantinedException($"The lesson at {position} may not be learned any more: its user took it back, or withdrew consent. Drop it.");
        await Record([Record(lesson, CurationOutcome.Released, null, "an operator released it", state.LastSession)]);
        return state.Releasing(lesson with { Vouched = true });
    }

    /// <summary>Takes a lesson out of quarantine and forgets it.</summary>
    /// <exception cref="NotQuarantinedException">It is not there.</exception>
    public async Task<TrainerState> Drop(TrainerState state, long position)
    {
        var held = Find(state, position);
        await Record([Record(held.Lesson, CurationOutcome.Dropped, null, "an operator dropped it", state.LastSession)]);
        return state with { Quarantine = state.Quarantine.Remove(held) };
    }

    private static HeldLesson Find(TrainerState state, long position) => state.Quarantine.FirstOrDefault(held => held.Lesson.Position == position)
        ?? throw new NotQuarantinedException($"No lesson at {position} is in quarantine. See GET /api/training/quarantine for those that are.");

    // By what the log said up to a position, whenever it is asked; but who refuses now is refused whatever they said before.
    private async Task<CurationDecision> Decide(AuthoredInteraction logged, long through)
    {
        if (logged.Interaction is FeedbackGiven or FactTaught && logged.Consent != Consent.Withheld)
            logged = logged with { Consent = await log.ConsentAt(logged.Author, through) };
        return LessonCurator.Decide(logged, await TurnOf(logged, through), await Rules());
    }

    private async Task<Turn?> TurnOf(AuthoredInteraction logged, long through) =>
        LessonCurator.TurnOf(logged.Interaction) is { } turn ? await log.FindTurn(logged.Author, turn, through) : null;

    private async Task<CurationRules> Rules() => _rules ??= new CurationRules(options, await language());

    // What is in quarantine is read from the log again: what its user took back or changed since is not what it was.
    private async Task<IReadOnlyList<TaughtLesson>> Recall(IEnumerable<HeldLesson> quarantine, long through)
    {
        var lessons = new List<TaughtLesson>();
        foreach (var held in quarantine)
        {
            if (await log.ReadFrom(held.Lesson.Position - 1, 1) is [var logged] && logged.Position == held.Lesson.Position
                && await Decide(logged, through) is { Lesson: { } lesson, Objection: null or { IsSuspicious: true } } && lesson.Key == held.Lesson.Key)
                lessons.Add(lesson with { Reward = held.Lesson.Reward });
        }

        return lessons;
    }

    // How the user felt about a reply shows in what they say next. It is learned from only where they judged as well.
    private async Task<TrainerState> Felt(TrainerState state, HashSet<string> keys)
    {
        var waiting = state.Waiting.ToBuilder();
        for (var i = 0; i < waiting.Count; i++)
        {
            if (keys.Contains(waiting[i].Key))
                waiting[i] = await Felt(waiting[i], state.Position);
        }

        return state with { Waiting = waiting.ToImmutable() };
    }

    private async Task<TaughtLesson> Felt(TaughtLesson lesson, long through) =>
        lesson.Reward is null && LessonKey.TurnIn(lesson.Key) is { } turnId
        && await log.FindTurn(lesson.Author, turnId, through) is { } turn
        && await log.FindTurnAfter(lesson.Author, turn.Sequence, through) is { } next
            ? lesson with { Reward = EmotionalReward.Of(lesson.Kind, turn, next) }
            : lesson;

    private async Task<CurationDecision?> Found(long position) => await log.ReadFrom(position - 1, 1) is [var logged] && logged.Position == position
        // It was learned, so there was consent.
        ? LessonCurator.Decide(logged with { Consent = Consent.Granted }, await TurnOf(logged, position), await Rules())
        : null;

    private TrainerState Held(TrainerState state, TaughtLesson lesson, Objection objection) =>
        state.Holding(HeldLesson.Of(lesson, objection, time.GetUtcNow()), options.Curation.MostQuarantined);

    private IEnumerable<CurationRecord> RecordsOf(TrainerState state, CurationDecision decision)
    {
        if (decision is { Lesson: { } lesson, Objection: var objection })
        {
            var outcome = objection is null ? CurationOutcome.Accepted : objection.IsSuspicious ? CurationOutcome.Quarantined : CurationOutcome.Excluded;
            var kinds = Redaction.KindsIn($"{lesson.Prompt} {lesson.Answer}");
            yield return objection is null && kinds.Count > 0
                ? Record(lesson, outcome, "redaction", $"redacted: {string.Join(", ", kinds)}")
                : Record(lesson, outcome, objection);
            yield break;
        }

        foreach (var known in state.Waiting.Concat(state.Learned).Where(known => known.Key == decision.Withdrawn || known.Author == decision.RefusedAuthor))
            yield return Record(known, CurationOutcome.Withdrawn, null, decision.RefusedAuthor is null ? "judged otherwise since" : "consent withdrawn");
    }

    private CurationRecord Record(TaughtLesson lesson, CurationOutcome outcome, Objection? objection, long session = 0) =>
        Record(lesson, outcome, objection?.Rule, objection?.Reason, session);

    private CurationRecord Record(TaughtLesson lesson, CurationOutcome outcome, string? rule, string? reason, long session = 0) =>
        new(0, time.GetUtcNow(), lesson.Position, lesson.Key, lesson.Author, outcome, rule, reason, session);

    private Task Record(IReadOnlyList<CurationRecord> records) => records.Count == 0 || decisions is null ? Task.CompletedTask : decisions.Record(records);
}
