using Orleans.Runtime;
using Samantha.Grains.Conversations;
using Samantha.Grains.Hosting;

namespace Samantha.Grains.Models;

/// <summary>The rollout as it is stored, one change after the other. What is not stored did not happen.</summary>
internal sealed class StoredRollout(IPersistentState<RolloutState> state, TimeProvider time)
{
    private readonly AsyncGate _writing = new();
    private readonly RolloutTrace _trace = new();
    private long _changedAt = time.GetTimestamp();

    public RolloutState State => state.State;

    /// <summary>How long ago it changed.</summary>
    public TimeSpan Age => time.GetElapsedTime(_changedAt);

    /// <summary>It is led from here on, or no longer.</summary>
    public void IsLed(bool led)
    {
        if (led)
            _trace.Entered(State);
        else
            _trace.Left();
    }

    /// <summary>A new one begins in this call.</summary>
    public void Begins() => _trace.Begun();

    public async Task Change(Func<RolloutState, RolloutState> change)
    {
        using var place = await _writing.Enter();
        var before = State;
        var after = change(before);
        if (ReferenceEquals(after, before))
            return;
        state.State = after with { UpdatedAt = time.GetUtcNow() };
        try
        {
            await state.Write();
        }
        catch
        {
            state.State = before;
            throw;
        }

        _changedAt = time.GetTimestamp();
        _trace.Stored(before, State);
    }
}
