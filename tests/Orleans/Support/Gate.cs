using System.Collections.Concurrent;

namespace Samantha.Orleans.Tests.Support;

/// <summary>A place in a grain's code where it stops until the test lets it go on.</summary>
public sealed class Gate
{
    // What fails fails after this; what works never waits so long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when code has come here.</summary>
    public Task Reached => _reached.Task.WaitAsync(Patience);

    public bool IsReached => _reached.Task.IsCompleted;

    public void Open() => _open.TrySetResult();

    /// <summary>Called by the grain.</summary>
    public Task PassAsync()
    {
        _reached.TrySetResult();
        return _open.Task.WaitAsync(Patience);
    }

    public void Mark() => _reached.TrySetResult();
}

/// <summary>The gates and notes of one test, shared with its grains.</summary>
public sealed class Probe
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public ConcurrentQueue<string> Notes { get; } = new();

    public Gate this[string name] => _gates.GetOrAdd(name, _ => new Gate());

    public int Count(string name) => _counts.AddOrUpdate(name, 1, (_, count) => count + 1);

    public int CountOf(string name) => _counts.GetValueOrDefault(name);

    public void Note(string note) => Notes.Enqueue(note);
}
