using System.Collections.Concurrent;
using System.Collections.ObjectModel;

namespace Orleans.Serialization.Cloning;

// Every copier of a collection that can hold itself records the copy before it copies the elements.

internal sealed class ArrayCopier<T> : IDeepCopier<T[]>
{
    public T[] DeepCopy(T[] input, CopyContext context)
    {
        if (context.TryGetCopy<T[]>(input, out var known))
            return known!;

        var copy = new T[input.Length];
        context.RecordCopy(input, copy);
        if (CopierProvider<T>.IsShallow)
        {
            Array.Copy(input, copy, input.Length);
            return copy;
        }

        for (var i = 0; i < input.Length; i++)
            copy[i] = context.DeepCopy(input[i])!;

        return copy;
    }
}

internal sealed class MultiDimensionalArrayCopier<TArray> : IDeepCopier<TArray>
    where TArray : class
{
    public TArray DeepCopy(TArray input, CopyContext context)
    {
        if (context.TryGetCopy<TArray>(input, out var known))
            return known!;

        var source = (Array)(object)input;
        var copy = (Array)source.Clone();
        var result = (TArray)(object)copy;
        context.RecordCopy(input, result);
        if (ImmutableTypes.IsImmutable(source.GetType().GetElementType()!))
            return result;

        var indices = new int[source.Rank];
        for (var flat = 0; flat < source.Length; flat++)
        {
            for (int dimension = source.Rank - 1, rest = flat; dimension >= 0; dimension--)
            {
                var length = source.GetLength(dimension);
                indices[dimension] = source.GetLowerBound(dimension) + rest % length;
                rest /= length;
            }

            copy.SetValue(context.DeepCopy(source.GetValue(indices)), indices);
        }

        return result;
    }
}

internal sealed class ListCopier<T> : IDeepCopier<List<T>>
{
    public List<T> DeepCopy(List<T> input, CopyContext context)
    {
        if (context.TryGetCopy<List<T>>(input, out var known))
            return known!;

        if (CopierProvider<T>.IsShallow)
        {
            var shallow = new List<T>(input);
            context.RecordCopy(input, shallow);
            return shallow;
        }

        var copy = new List<T>(input.Count);
        context.RecordCopy(input, copy);
        foreach (var item in input)
            copy.Add(context.DeepCopy(item)!);

        return copy;
    }
}

internal sealed class HashSetCopier<T> : IDeepCopier<HashSet<T>>
{
    public HashSet<T> DeepCopy(HashSet<T> input, CopyContext context)
    {
        if (context.TryGetCopy<HashSet<T>>(input, out var known))
            return known!;

        var copy = new HashSet<T>(input.Count, input.Comparer);
        context.RecordCopy(input, copy);
        foreach (var item in input)
            copy.Add(context.DeepCopy(item)!);

        return copy;
    }
}

internal sealed class SortedSetCopier<T> : IDeepCopier<SortedSet<T>>
{
    public SortedSet<T> DeepCopy(SortedSet<T> input, CopyContext context)
    {
        if (context.TryGetCopy<SortedSet<T>>(input, out var known))
            return known!;

        var copy = new SortedSet<T>(input.Comparer);
        context.RecordCopy(input, copy);
        foreach (var item in input)
            copy.Add(context.DeepCopy(item)!);

        return copy;
    }
}

internal sealed class QueueCopier<T> : IDeepCopier<Queue<T>>
{
    public Queue<T> DeepCopy(Queue<T> input, CopyContext context)
    {
        if (context.TryGetCopy<Queue<T>>(input, out var known))
            return known!;

        var copy = new Queue<T>(input.Count);
        context.RecordCopy(input, copy);
        foreach (var item in input)
            copy.Enqueue(context.DeepCopy(item)!);

        return copy;
    }
}

internal sealed class StackCopier<T> : IDeepCopier<Stack<T>>
{
    public Stack<T> DeepCopy(Stack<T> input, CopyContext context)
    {
        if (context.TryGetCopy<Stack<T>>(input, out var known))
            return known!;

        var copy = new Stack<T>(input.Count);
        context.RecordCopy(input, copy);
        foreach (var item in input.Reverse())
            copy.Push(context.DeepCopy(item)!);

        return copy;
    }
}

internal sealed class LinkedListCopier<T> : IDeepCopier<LinkedList<T>>
{
    public LinkedList<T> DeepCopy(LinkedList<T> input, CopyContext context)
    {
        if (context.TryGetCopy<LinkedList<T>>(input, out var known))
            return known!;

        var copy = new LinkedList<T>();
        context.RecordCopy(input, copy);
        foreach (var item in input)
            copy.AddLast(context.DeepCopy(item)!);

        return copy;
    }
}

internal sealed class CollectionCopier<T> : IDeepCopier<Collection<T>>
{
    public Collection<T> DeepCopy(Collection<T> input, CopyContext context)
    {
        if (context.TryGetCopy<Collection<T>>(input, out var known))
            return known!;

        var copy = new Collection<T>();
        context.RecordCopy(input, copy);
        foreach (var item in input)
            copy.Add(context.DeepCopy(item)!);

        return copy;
    }
}

internal sealed class DictionaryCopier<TKey, TValue> : IDeepCopier<Dictionary<TKey, TValue>>
    where TKey : notnull
{
    public Dictionary<TKey, TValue> DeepCopy(Dictionary<TKey, TValue> input, CopyContext context)
    {
        if (context.TryGetCopy<Dictionary<TKey, TValue>>(input, out var known))
            return known!;

        var copy = new Dictionary<TKey, TValue>(input.Count, input.Comparer);
        context.RecordCopy(input, copy);
        foreach (var (key, value) in input)
            copy[context.DeepCopy(key)!] = context.DeepCopy(value)!;

        return copy;
    }
}

internal sealed class SortedDictionaryCopier<TKey, TValue> : IDeepCopier<SortedDictionary<TKey, TValue>>
    where TKey : notnull
{
    public SortedDictionary<TKey, TValue> DeepCopy(SortedDictionary<TKey, TValue> input, CopyContext context)
    {
        if (context.TryGetCopy<SortedDictionary<TKey, TValue>>(input, out var known))
            return known!;

        var copy = new SortedDictionary<TKey, TValue>(input.Comparer);
        context.RecordCopy(input, copy);
        foreach (var (key, value) in input)
            copy[context.DeepCopy(key)!] = context.DeepCopy(value)!;

        return copy;
    }
}

internal sealed class SortedListCopier<TKey, TValue> : IDeepCopier<SortedList<TKey, TValue>>
    where TKey : notnull
{
    public SortedList<TKey, TValue> DeepCopy(SortedList<TKey, TValue> input, CopyContext context)
    {
        if (context.TryGetCopy<SortedList<TKey, TValue>>(input, out var known))
            return known!;

        var copy = new SortedList<TKey, TValue>(input.Count, input.Comparer);
        context.RecordCopy(input, copy);
        foreach (var (key, value) in input)
            copy[context.DeepCopy(key)!] = context.DeepCopy(value)!;

        return copy;
    }
}

internal sealed class ConcurrentDictionaryCopier<TKey, TValue> : IDeepCopier<ConcurrentDictionary<TKey, TValue>>
    where TKey : notnull
{
    public ConcurrentDictionary<TKey, TValue> DeepCopy(ConcurrentDictionary<TKey, TValue> input, CopyContext context)
    {
        if (context.TryGetCopy<ConcurrentDictionary<TKey, TValue>>(input, out var known))
            return known!;

        var copy = new ConcurrentDictionary<TKey, TValue>(input.Comparer);
        context.RecordCopy(input, copy);
        foreach (var (key, value) in input)
            copy[context.DeepCopy(key)!] = context.DeepCopy(value)!;

        return copy;
    }
}
