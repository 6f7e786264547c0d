using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>Finds the codecs of arrays, tuples and the framework's collections.</summary>
internal static class CollectionCodecs
{
    /// <summary>Methods of this class that make the codecs, by what they make them for.</summary>
    private static readonly Dictionary<Type, MethodInfo> Makers = typeof(CollectionCodecs)
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
        .Where(method => method.IsGenericMethod && method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Codec<>))
        .ToDictionary(method => method.ReturnType.GetGenericArguments()[0] is { IsGenericType: true } type ? type.GetGenericTypeDefinition() : typeof(Array));

    public static Codec? TryCreate(Type type)
    {
        if (type.IsSZArray)
            return Make(typeof(Array), type.GetElementType()!);

        if (type.IsArray)
            return (Codec)Activator.CreateInstance(typeof(MultiDimensionalArrayCodec<,>).MakeGenericType(type, type.GetElementType()!))!;

        // Frozen collections are of internal derived classes.
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.IsGenericType && Makers.ContainsKey(current.GetGenericTypeDefinition()))
                return current == type || current.Namespace == "System.Collections.Frozen" ? Make(current.GetGenericTypeDefinition(), current.GetGenericArguments()) : null;
        }

        return null;
    }

    /// <summary>What the compiler makes of a collection expression for a read-only interface has no name of its own: it is written as an array.</summary>
    public static bool TryReplace(object value, [NotNullWhen(true)] out object? replacement)
    {
        replacement = null;
        var type = value.GetType();
        if (!type.IsGenericType || !type.Name.StartsWith("<>z__ReadOnly", StringComparison.Ordinal))
            return false;

        var list = (IList)value;
        var array = System.Array.CreateInstance(type.GetGenericArguments()[0], list.Count);
        list.CopyTo(array, 0);
        replacement = array;
        return true;
    }

    private static Codec Make(Type key, params Type[] arguments) => (Codec)Makers[key].MakeGenericMethod(arguments).Invoke(null, null)!;

    private static Codec<T[]> Array<T>() => new ArrayCodec<T>();

    private static Codec<List<T>> List<T>() => new ListCodec<T>();

    private static Codec<HashSet<T>> HashSet<T>() => new SequenceCodec<HashSet<T>, T>(set => set.Comparer, (count, comparer) => new(count, (IEqualityComparer<T>?)comparer), static (set, item) => set.Add(item));

    private static Codec<SortedSet<T>> SortedSet<T>() => new SequenceCodec<SortedSet<T>, T>(set => set.Comparer, (_, comparer) => new((IComparer<T>?)comparer), static (set, item) => set.Add(item));

    private static Codec<Queue<T>> Queue<T>() => new SequenceCodec<Queue<T>, T>(null, (count, _) => new(count), static (queue, item) => queue.Enqueue(item));

    private static Codec<LinkedList<T>> LinkedList<T>() => new SequenceCodec<LinkedList<T>, T>(null, (_, _) => [], static (list, item) => list.AddLast(item));

    private static Codec<Collection<T>> Collection<T>() => new SequenceCodec<Collection<T>, T>(null, (_, _) => [], static (list, item) => list.Add(item));

    private static Codec<Stack<T>> Stack<T>() => new ConvertedCodec<Stack<T>, T[]>(stack => [.. stack.Reverse()], items => new(items));

    private static Codec<Dictionary<TKey, TValue>> Dictionary<TKey, TValue>() where TKey : notnull =>
        new DictionaryCodec<Dictionary<TKey, TValue>, TKey, TValue>(map => map.Comparer, (count, comparer) => new(count, (IEqualityComparer<TKey>?)comparer));

    private static Codec<SortedDictionary<TKey, TValue>> SortedDictionary<TKey, TValue>() where TKey : notnull =>
        new DictionaryCodec<SortedDictionary<TKey, TValue>, TKey, TValue>(map => map.Comparer, (_, comparer) => new((IComparer<TKey>?)comparer));

    private static Codec<SortedList<TKey, TValue>> SortedList<TKey, TValue>() where TKey : notnull =>
        new DictionaryCodec<SortedList<TKey, TValue>, TKey, TValue>(map => map.Comparer, (count, comparer) => new(count, (IComparer<TKey>?)comparer));

    private static Codec<ConcurrentDictionary<TKey, TValue>> ConcurrentDictionary<TKey, TValue>() where TKey : notnull =>
        new DictionaryCodec<ConcurrentDictionary<TKey, TValue>, TKey, TValue>(map => map.Comparer, (_, comparer) => new((IEqualityComparer<TKey>?)comparer));

    private static Codec<ReadOnlyCollection<T>> ReadOnlyCollection<T>() => new ConvertedCodec<ReadOnlyCollection<T>, T[]>(list => [.. list], items => new(items));

    private static Codec<ReadOnlyDictionary<TKey, TValue>> ReadOnlyDictionary<TKey, TValue>() where TKey : notnull =>
        new ConvertedCodec<ReadOnlyDictionary<TKey, TValue>, Dictionary<TKey, TValue>>(map => new(map), map => new(map));

    private static Codec<ImmutableArray<T>> ImmutableArray<T>() => new ConvertedCodec<ImmutableArray<T>, T[]?>(
        list => System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsArray(list),
        items => System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(items));

    private static Codec<ImmutableList<T>> ImmutableList<T>() => new ConvertedCodec<ImmutableList<T>, T[]>(list => [.. list], items => [.. items]);

    private static Codec<ImmutableHashSet<T>> ImmutableHashSet<T>() =>
        new ConvertedCodec<ImmutableHashSet<T>, HashSet<T>>(set => new(set, set.KeyComparer), set => set.ToImmutableHashSet(set.Comparer));

    private static Codec<ImmutableDictionary<TKey, TValue>> ImmutableDictionary<TKey, TValue>() where TKey : notnull =>
        new ConvertedCodec<ImmutableDictionary<TKey, TValue>, Dictionary<TKey, TValue>>(map => new(map, map.KeyComparer), map => map.ToImmutableDictionary(map.Comparer));

    private static Codec<FrozenSet<T>> FrozenSet<T>() => new ConvertedCodec<FrozenSet<T>, HashSet<T>>(set => new(set, set.Comparer), set => set.ToFrozenSet(set.Comparer));

    private static Codec<FrozenDictionary<TKey, TValue>> FrozenDictionary<TKey, TValue>() where TKey : notnull =>
        new ConvertedCodec<FrozenDictionary<TKey, TValue>, Dictionary<TKey, TValue>>(map => new(map, map.Comparer), map => map.ToFrozenDictionary(map.Comparer));

    private static Codec<T?> Nullable<T>() where T : struct => new NullableCodec<T>();

    private static Codec<Memory<T>> Memory<T>() => new ConvertedCodec<Memory<T>, T[]>(memory => memory.ToArray(), items => items);

    private static Codec<ReadOnlyMemory<T>> ReadOnlyMemory<T>() => new ConvertedCodec<ReadOnlyMemory<T>, T[]>(memory => memory.ToArray(), items => items);

    private static Codec<ArraySegment<T>> ArraySegment<T>() => new ConvertedCodec<ArraySegment<T>, T[]?>(segment => segment.Array is null ? null : [.. segment], items => items is null ? default : new(items));

    private static Codec<KeyValuePair<TKey, TValue>> KeyValuePair<TKey, TValue>() =>
        new ConvertedCodec<KeyValuePair<TKey, TValue>, (TKey, TValue)>(pair => (pair.Key, pair.Value), pair => new(pair.Item1, pair.Item2));

    private static Codec<Tuple<T1>> Tuple<T1>() => new ConvertedCodec<Tuple<T1>, ValueTuple<T1>>(tuple => new(tuple.Item1), tuple => new(tuple.Item1));

    private static Codec<Tuple<T1, T2>> Tuple<T1, T2>() => new ConvertedCodec<Tuple<T1, T2>, (T1, T2)>(tuple => (tuple.Item1, tuple.Item2), tuple => tuple.ToTuple());

    private static Codec<Tuple<T1, T2, T3>> Tuple<T1, T2, T3>() => new ConvertedCodec<Tuple<T1, T2, T3>, (T1, T2, T3)>(tuple => (tuple.Item1, tuple.Item2, tuple.Item3), tuple => tuple.ToTuple());

    private static Codec<ValueTuple<T1>> ValueTuple<T1>() =>
        new TupleCodec<ValueTuple<T1>>(new TupleItem<ValueTuple<T1>, T1>((ref ValueTuple<T1> tuple) => ref tuple.Item1));

    private static Codec<(T1, T2)> ValueTuple<T1, T2>() => new TupleCodec<(T1, T2)>(
        new TupleItem<(T1, T2), T1>((ref (T1, T2) tuple) => ref tuple.Item1), new TupleItem<(T1, T2), T2>((ref (T1, T2) tuple) => ref tuple.Item2));

    private static Codec<(T1, T2, T3)> ValueTuple<T1, T2, T3>() => new TupleCodec<(T1, T2, T3)>(
        new TupleItem<(T1, T2, T3), T1>((ref (T1, T2, T3) tuple) => ref tuple.Item1), new TupleItem<(T1, T2, T3), T2>((ref (T1, T2, T3) tuple) => ref tuple.Item2),
        new TupleItem<(T1, T2, T3), T3>((ref (T1, T2, T3) tuple) => ref tuple.Item3));

    // Longer ones as a pair of shorter ones.
    private static Codec<(T1, T2, T3, T4)> ValueTuple<T1, T2, T3, T4>() =>
        new ConvertedCodec<(T1, T2, T3, T4), ((T1, T2, T3), T4)>(t => ((t.Item1, t.Item2, t.Item3), t.Item4), p => (p.Item1.Item1, p.Item1.Item2, p.Item1.Item3, p.Item2));

    private static Codec<(T1, T2, T3, T4, T5)> ValueTuple<T1, T2, T3, T4, T5>() => new ConvertedCodec<(T1, T2, T3, T4, T5), ((T1, T2, T3), (T4, T5))>(
        t => ((t.Item1, t.Item2, t.Item3), (t.Item4, t.Item5)), p => (p.Item1.Item1, p.Item1.Item2, p.Item1.Item3, p.Item2.Item1, p.Item2.Item2));

    private static Codec<(T1, T2, T3, T4, T5, T6)> ValueTuple<T1, T2, T3, T4, T5, T6>() => new ConvertedCodec<(T1, T2, T3, T4, T5, T6), ((T1, T2, T3), (T4, T5, T6))>(
        t => ((t.Item1, t.Item2, t.Item3), (t.Item4, t.Item5, t.Item6)), p => (p.Item1.Item1, p.Item1.Item2, p.Item1.Item3, p.Item2.Item1, p.Item2.Item2, p.Item2.Item3));

    private static Codec<(T1, T2, T3, T4, T5, T6, T7)> ValueTuple<T1, T2, T3, T4, T5, T6, T7>() => new ConvertedCodec<(T1, T2, T3, T4, T5, T6, T7), ((T1, T2, T3), (T4, T5, T6), T7)>(
        t => ((t.Item1, t.Item2, t.Item3), (t.Item4, t.Item5, t.Item6), t.Item7),
        p => (p.Item1.Item1, p.Item1.Item2, p.Item1.Item3, p.Item2.Item1, p.Item2.Item2, p.Item2.Item3, p.Item3));
}
