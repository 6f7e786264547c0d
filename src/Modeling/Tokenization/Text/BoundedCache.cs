using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Samantha.Modeling.Tokenization.Text;

/// <summary>
/// A thread-safe cache of at most about twice <paramref name="capacity"/> entries in two generations:
/// a full young one becomes the old one, and what is still used is carried over.
/// </summary>
internal sealed class BoundedCache<TValue>(int capacity)
    where TValue : class
{
    private ConcurrentDictionary<string, TValue> _young = New();
    private ConcurrentDictionary<string, TValue> _old = New();
    private int _count;

    public bool TryGet(string key, [NotNullWhen(true)] out TValue? value)
    {
        if (_young.TryGetValue(key, out value))
            return true;
        if (!_old.TryGetValue(key, out value))
            return false;
        Set(key, value);
        return true;
    }

    public void Set(string key, TValue value)
    {
        var young = _young;
        if (!young.TryAdd(key, value) || Interlocked.Increment(ref _count) < capacity)
            return;
        // Losing the race to another thread costs cached entries, never correctness.
        if (Interlocked.CompareExchange(ref _young, New(), young) == young)
        {
            _old = young;
            Interlocked.Exchange(ref _count, 0);
        }
    }

    private static ConcurrentDictionary<string, TValue> New() => new(StringComparer.Ordinal);
}
