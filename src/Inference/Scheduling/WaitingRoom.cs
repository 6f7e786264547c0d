namespace Samantha.Inference.Scheduling;

/// <summary>Counts the requests that wait, so that no more wait than may.</summary>
internal sealed class WaitingRoom(int capacity)
{
    private int count;

    public int Count => Volatile.Read(ref count);

    /// <exception cref="EngineOverloadedException">It is full.</exception>
    public void Enter()
    {
        if (Interlocked.Increment(ref count) <= capacity)
            return;
        Interlocked.Decrement(ref count);
        throw new EngineOverloadedException(capacity);
    }

    public void Leave() => Interlocked.Decrement(ref count);
}
