namespace Samantha.Inference.Scheduling;

/// <summary>What other threads want done on the engine's thread.</summary>
internal sealed class Mailbox : IDisposable
{
    private readonly Lock gate = new();
    private readonly AutoResetEvent arrived = new(false);
    private List<Action> letters = [];
    private bool closed;

    /// <summary>Leaves an action; false if the engine takes no more.</summary>
    public bool TryPost(Action action)
    {
        lock (gate)
        {
            if (closed)
                return false;
            letters.Add(action);
            arrived.Set();
            return true;
        }
    }

    /// <summary>Does what has arrived, on the engine's thread.</summary>
    /// <returns>False if the mailbox is closed and empty.</returns>
    public bool Empty()
    {
        List<Action> taken;
        bool isOpen;
        lock (gate)
        {
            isOpen = !closed;
            if (letters.Count == 0)
                return isOpen;
            (taken, letters) = (letters, []);
        }

        foreach (var letter in taken)
            letter();
        return isOpen;
    }

    /// <summary>Waits, on the engine's thread, until something arrives.</summary>
    public void Wait() => arrived.WaitOne();

    public void Close()
    {
        lock (gate)
        {
            closed = true;
            arrived.Set();
        }
    }

    public void Dispose() => arrived.Dispose();
}
