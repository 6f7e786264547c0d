namespace Samantha.Training.Lessons;

/// <summary>Values by key, of which those that were used last are kept: as many as there is room for.</summary>
/// <param name="room">How much there is room for.</param>
/// <param name="size">How much of it a value takes.</param>
/// <param name="drop">Is given a value that is not kept on.</param>
internal sealed class RecentlyUsed<T>(long room, Func<T, long> size, Action<T>? drop = null) : IDisposable
{
    private readonly Dictionary<string, LinkedListNode<(string Key, T Value)>> found = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, T Value)> used = [];
    private long taken;

    /// <summary>What is under a key; or what is made now, and kept even if there is room for nothing else.</summary>
    public T Take(string key, Func<T> make)
    {
        if (found.TryGetValue(key, out var known))
        {
            used.Remove(known);
            used.AddFirst(known);
            return known.Value.Value;
        }

        var value = make();
        found[key] = used.AddFirst((key, value));
        taken += size(value);
        while (taken > room && used.Count > 1)
            Drop(used.Last!);
        return value;
    }

    public void Dispose()
    {
        while (used.Last is { } last)
            Drop(last);
    }

    private void Drop(LinkedListNode<(string Key, T Value)> node)
    {
        used.Remove(node);
        found.Remove(node.Value.Key);
        taken -= size(node.Value.Value);
        drop?.Invoke(node.Value.Value);
    }
}
