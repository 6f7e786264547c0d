using Orleans.Runtime;
using Samantha.Contracts.Training;
using Samantha.Grains.Conversations;
using Samantha.Grains.Hosting;

namespace Samantha.Grains.Training;

/// <summary>What the trainer remembers, and the ledger of its history. What is not stored did not happen; whoever changes anything has the place.</summary>
/// <param name="state">The memory.</param>
/// <param name="ledger">The ledger.</param>
internal sealed class TrainerMemory(IPersistentState<TrainerState> state, IPersistentState<SessionLedger> ledger)
{
    private readonly AsyncGate _changing = new();

    public TrainerState State => state.State;

    public SessionLedger Ledger => ledger.State;

    /// <summary>Waits for the place of those who change it.</summary>
    public Task<AsyncGate.Place> Enter() => _changing.Enter();

    /// <summary>Stores a state.</summary>
    public Task Store(TrainerState next) => Store(state, next);

    /// <summary>Stores a ledger.</summary>
    public Task Store(SessionLedger next) => ReferenceEquals(next, Ledger) ? Task.CompletedTask : Store(ledger, next);

    /// <summary>Takes a state over. Turns that no one judged change nothing but the position: not worth a write each time.</summary>
    public Task Keep(TrainerState next)
    {
        if (next with { Position = State.Position } != State)
            return Store(next);
        state.State = next;
        return Task.CompletedTask;
    }

    /// <summary>Stores the state as it is, which is refused to all but the trainer that stored last.</summary>
    public async Task Confirm()
    {
        using var place = await Enter();
        await Store(State);
    }

    /// <summary>Notes a session that ended, before the state that follows: one that ends twice, around a crash, is noted once.</summary>
    public Task Note(PlannedSession planned, TrainingSession ended, SessionEnd end) =>
        Store(Ledger.With(planned.Id, planned.Through, planned.Parent, ended.Version, end, planned.Settings));

    private static async Task Store<T>(IPersistentState<T> stored, T next)
    {
        var before = stored.State;
        stored.State = next;
        try
        {
            await stored.Write();
        }
        catch
        {
            stored.State = before;
            throw;
        }
    }
}
