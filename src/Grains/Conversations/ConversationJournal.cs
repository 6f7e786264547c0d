using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Hosting;
using Samantha.Grains.Interactions;

namespace Samantha.Grains.Conversations;

/// <summary>
/// Keeps a conversation's state in step with the log. The log is the truth: an interaction happened when the log says so,
/// and the state is its fold. The snapshot only shortens the way there.
/// </summary>
internal sealed class ConversationJournal(
    string user,
    IInteractionLog log,
    IPersistentState<ConversationSnapshot> snapshot,
    int snapshotInterval,
    ILogger logger)
{
    private const int Page = 512;

    private readonly AsyncGate _writing = new();
    private bool _opened;
    private bool _current;

    /// <summary>The state after the last interaction that is known here.</summary>
    public ConversationState State { get; private set; } = new();

    /// <summary>Reads what the log has and the state lacks: at first use, and whenever a write did not end well.</summary>
    public async Task CatchUp()
    {
        if (_current)
            return;
        using var place = await _writing.Enter();
        await Reconcile();
    }

    /// <summary>Appends the interaction that follows from the state, and returns once it is durable.</summary>
    /// <param name="next">The interaction, or null if the state asks for none.</param>
    /// <returns>What was appended, or null.</returns>
    /// <exception cref="StaleWriterException">The conversation went on elsewhere.</exception>
    public async Task<LoggedInteraction?> Append(Func<ConversationState, Interaction?> next)
    {
        using var place = await _writing.Enter();
        await Reconcile();
        if (next(State) is not { } interaction)
            return null;

        LoggedInteraction logged;
        try
        {
            logged = await Store(interaction);
            State = State.After(logged);
        }
        catch
        {
            // It may have been written or not: the log knows.
            _current = false;
            throw;
        }

        if (State.Sequence - (snapshot.State.State?.Sequence ?? 0) >= snapshotInterval)
            await TrySnapshot();
        return logged;
    }

    /// <summary>Saves the state if interactions came since it was saved.</summary>
    public async Task Save()
    {
        using var place = await _writing.Enter();
        if (_current && State.Sequence > (snapshot.State.State?.Sequence ?? 0))
            await TrySnapshot();
    }

    /// <summary>Deletes everything.</summary>
    /// <returns>How many log records there were.</returns>
    public async Task<int> Forget()
    {
        using var place = await _writing.Enter();
        // The snapshot first: after a crash in between, the log still tells that there is something to forget.
        if (snapshot.RecordExists)
            await snapshot.Clear();
        snapshot.State = new ConversationSnapshot();
        _current = false;
        var deleted = await log.Forget(user);
        State = new ConversationState();
        _current = true;
        return deleted;
    }

    private async Task<LoggedInteraction> Store(Interaction interaction)
    {
        using var trace = new AppendTrace();
        try
        {
            var logged = await log.Append(user, State.Position, interaction);
            trace.Stored();
            return logged;
        }
        catch (Exception error)
        {
            trace.Failed(error);
            throw;
        }
    }

    private async Task Reconcile()
    {
        if (_current)
            return;
        if (!_opened)
        {
            State = await Trusted(snapshot.State.State) ?? new ConversationState();
            _opened = true;
        }
        else if (await Trusted(State) is null)
        {
            State = new ConversationState();
        }

        while (await log.Read(user, State.Sequence, Page) is { Count: > 0 } tail)
            State = tail.Aggregate(State, (state, logged) => state.After(logged));
        _current = true;
    }

    // A state from before the user was forgotten, or from a log that was replaced, is no state of this conversation.
    private async Task<ConversationState?> Trusted(ConversationState? state)
    {
        if (state is null || state.Sequence == 0)
            return state;
        return (await log.Find(user, state.Sequence))?.Position == state.Position ? state : null;
    }

    private async Task TrySnapshot()
    {
        try
        {
            snapshot.State.State = State;
            await snapshot.WriteStateAsync();
        }
        catch (Exception error)
        {
            // Nothing is lost with it. What is stored is read again, so that the next attempt has the right ETag.
            logger.LogWarning("A conversation's snapshot was not saved: {Error}", error.GetType().Name);
            await TryReread();
        }
    }

    private async Task TryReread()
    {
        try
        {
            await snapshot.ReadStateAsync();
        }
        catch (Exception error)
        {
            logger.LogWarning("A conversation's snapshot was not read: {Error}", error.GetType().Name);
        }
    }
}
