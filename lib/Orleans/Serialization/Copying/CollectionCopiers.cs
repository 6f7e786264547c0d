using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Orleans.Serialization.Cloning;

/// <summary>Finds the copiers of arrays, tuples and the framework's collections.</summary>
internal static class CollectionCopiers
{
    private static readonly Dictionary<Type, Type> Definitions = new()
    {
        [typeof(List<>)] = typeof(ListCopier<>),
        [typeof(HashSet<>)] = typeof(HashSetCopier<>),
        [typeof(SortedSet<>)] = typeof(SortedSetCopier<>),
        [typeof(Queue<>)] = typeof(QueueCopier<>),
        [typeof(Stack<>)] = typeof(StackCopier<>),
        [typeof(LinkedList<>)] = typeof(LinkedListCopier<>),
        [typeof(Dictionary<,>)] = typeof(DictionaryCopier<,>),
        [typeof(SortedDictionary<,>)] = typeof(SortedDictionaryCopier<,>),
        [typeof(SortedList<,>)] = typeof(SortedListCopier<,>),
        [typeof(ConcurrentDictionary<,>)] = typeof(ConcurrentDictionaryCopier<,>),
        [typeof(ReadOnlyCollection<>)] = typeof(ReadOnlyCollectionCopier<>),
        [typeof(Collection<>)] = typeof(CollectionCopier<>),
        [typeof(ReadOnlyDictionary<,>)] = typeof(ReadOnlyDictionaryCopier<,>),
        [typeof(ImmutableArray<>)] = typeof(ImmutableArrayCopier<>),
        [typeof(ImmutableList<>)] = typeof(ImmutableListCopier<>),
        [typeof(ImmutableHashSet<>)] = typeof(ImmutableHashSetCopier<>),
        [typeof(ImmutableDictionary<,>)] = typeof(ImmutableDictionaryCopier<,>),
        [typeof(Nullable<>)] = typeof(NullableCopier<>),
        [typeof(KeyValuePair<,>)] = typeof(KeyValuePairCopier<,>),
        [typeof(Memory<>)] = typeof(MemoryCopier<>),
        [typeof(ReadOnlyMemory<>)] = typeof(ReadOnlyMemoryCopier<>),
        [typeof(ArraySegment<>)] = typeof(ArraySegmentCopier<>),
        [typeof(Tuple<>)] = typeof(TupleCopier<>),
        [typeof(Tuple<,>)] = typeof(TupleCopier<,>),
        [typeof(Tuple<,,>)] = typeof(TupleCopier<,,>),
        [typeof(ValueTuple<>)] = typeof(ValueTupleCopier<>),
        [typeof(ValueTuple<,>)] = typeof(ValueTupleCopier<,>),
        [typeof(ValueTuple<,,>)] = typeof(ValueTupleCopier<,,>),
        [typeof(ValueTuple<,,,>)] = typeof(ValueTupleCopier<,,,>),
        [typeof(ValueTuple<,,,,>)] = typeof(ValueTupleCopier<,,,,>),
        [typeof(ValueTuple<,,,,,>)] = typeof(ValueTupleCopier<,,,,,>),
        [typeof(ValueTuple<,,,,,,>)] = typeof(ValueTupleCopier<,,,,,,>),
    };

    public static IDeepCopier? TryCreate(Type type)
    {
        if (type == typeof(object))
            return new ShallowCopier<object>();

        if (type.IsSZArray)
            return Create(typeof(ArrayCopier<>), type.GetElementType()!);

        if (type.IsArray)
            return Create(typeof(MultiDimensionalArrayCopier<>), type);

        if (TryCreateFrozen(type) is { } frozen)
            return frozen;

        if (!type.IsGenericType)
            return null;

        if (Definitions.TryGetValue(type.GetGenericTypeDefinition(), out var copier))
            return Create(copier, type.GetGenericArguments());

        return TryCreateReadOnlyList(type);
    }

    // Frozen collections are of internal derived classes.
    private static IDeepCopier? TryCreateFrozen(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (!current.IsGenericType)
                continue;

            var definition = current.GetGenericTypeDefinition();
            if (definition == typeof(FrozenDictionary<,>))
                return Create(typeof(FrozenDictionaryCopier<,>), current.GetGenericArguments());

            if (definition == typeof(FrozenSet<>))
                return Create(typeof(FrozenSetCopier<>), current.GetGenericArguments());
        }

        return null;
    }

    // What the compiler makes of a collection expression for a read-only interface: a list of a type without a name.
    private static IDeepCopier? TryCreateReadOnlyList(Type type) =>
        type.Name.StartsWith("<>z__ReadOnly", StringComparison.Ordinal) && type.GetGenericArguments() is [var element]
            ? Create(typeof(ReadOnlyListCopier<>), element)
            : null;

    private static IDeepCopier Create(Type definition, params Type[] arguments) =>
        (IDeepCopier)Activator.CreateInstance(definition.MakeGenericType(arguments))!;
}
