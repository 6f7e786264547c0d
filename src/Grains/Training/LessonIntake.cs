using Orleans;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Lessons;

namespace Samantha.Grains.Training;

/// <summary>Takes in what the log has and what operators do, keeps what may not be learned out, and plans sessions of the rest.</summary>
/// <param name="memory">What the trainer remembers.</param>
/// <param name="curation">Makes lessons of the log.</param>
/// <param name="runner">Runs the session under way.</param>
/// <param name="grains">Leads to the registry.</param>
/// <param name="options">What is learned from; read anew each time.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">Is told when other lessons wait.</param>
internal sealed class LessonIntake(
    TrainerMemory memory, Curation curation, SessionRunner runner, IGrainFactory grains, Func<LearningOptions> options, TimeProvider time, Action changed)
{
    private const int MostOfQuarantinePage = 1_000;

    private TrainerState State => memory.State;

    private IModelRegistryGrain Registry => grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);

    /// <summary>Reads what the log has.</summary>
    public async Task Gather(CancellationToken cancellationToken)
    {
        using var place = await memory.Enter();
        await Redo(cancellationToken);
        while (await curation.ReadPage(State) is { } next)
        {
            await Keep(next.State);
            if (next.Refused.Count > 0)
                await Drop(lesson => next.Refused.Contains(lesson.Author));
        }
    }

    /// <summary>The session under way, or else a new one of what waits; null where nothing does.</summary>
    public async Task<PlannedSession?> Plan()
    {
        using var place = await memory.Enter();
        if (State.Running is not null)
            return State.Running;
        if (State.Waiting.IsEmpty || State.Rebuild is { IsUnderWay: true })
            return null;
        var parent = await Registry.Current()
            ?? throw new ModelUnavailableException("No model version was imported yet. Start the service with a model folder.");
        await Keep(await curation.Compare(State));
        var learning = options();
        if (SessionPlanner.Plan(State, await Registry.Find(parent), time.GetUtcNow(), learning) is not { } planned)
            return null;
        await memory.Store(State.Beginning(planned, learning.RehearsalMemory));
        return planned;
    }

    /// <summary>Ends a session: what was learned, and what is to be tried again or given up.</summary>
    /// <returns>Whether it was still under way: it may have been given up, because a lesson of it was taken back.</returns>
    public async Task<bool> End(PlannedSession planned, EndedSession? outcome)
    {
        using var place = await memory.Enter();
        if (outcome is null || State.Running?.Id != planned.Id)
            return false;
        var ended = outcome.Session;
        if (outcome.End is { } end)
            await memory.Note(planned, ended, end);
        await memory.Store(await curation.Ended(State.Ending(ended, LearningSettings.Read(planned.Settings)), planned, ended.Outcome));
        return true;
    }

    /// <summary>Forgets lessons, and gives the running session up if it has one of them. The caller has the place.</summary>
    public async Task Drop(Predicate<TaughtLesson> dropped)
    {
        var next = State;
        if (State.Running is { } running && (running.Lessons.Any(dropped.Invoke) || running.Rehearsed.Any(dropped.Invoke)))
        {
            next = next.Abandoning();
            runner.Cancel();
        }

        await Keep(next.Without(dropped));
    }

    /// <summary>The lessons that are kept apart, the latest first.</summary>
    public IReadOnlyList<QuarantinedLesson> Quarantine(int limit) =>
        [.. State.Quarantine.Reverse().Take(Math.Clamp(limit, 1, MostOfQuarantinePage))
            .Select(held => new QuarantinedLesson(held.Lesson.Position, held.Lesson.Key, held.Lesson.Author, held.Rule, held.Reason, held.Since))];

    /// <summary>An operator releases a lesson from quarantine, or drops it. That is noted first: see <see cref="SessionLedger.Acts"/>.</summary>
    /// <exception cref="NotQuarantinedException">It is not there, or may not be learned any more.</exception>
    public async Task Act(long position, bool isReleased, CancellationToken cancellationToken)
    {
        using var place = await memory.Enter();
        await Redo(cancellationToken);
        var next = isReleased ? await curation.Release(State, position) : await curation.Drop(State, position);
        await memory.Store(memory.Ledger.With(new OperatorAct(State.LastSession, State.Position, position, isReleased)));
        await Keep(next with { Acts = memory.Ledger.Acts.Length });
    }

    // What was noted before a crash and not done.
    private async Task Redo(CancellationToken cancellationToken)
    {
        if (State.Acts < memory.Ledger.Acts.Length)
            await Keep(await curation.Redo(State, memory.Ledger.Acts.Skip(State.Acts), cancellationToken));
    }

    private async Task Keep(TrainerState next)
    {
        var before = State.Waiting;
        await memory.Keep(next);
        if (before != next.Waiting)
            changed();
    }
}
