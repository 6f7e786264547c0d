using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Orleans.Serialization.Cloning;

// These collections cannot hold themselves except through what they hold, so their copies are not recorded.

internal sealed class ReadOnlyCollectionCopier<T> : IDeepCopier<ReadOnlyCollection<T>>
{
    public ReadOnlyCollection<T> DeepCopy(ReadOnlyCollection<T> input, CopyContext context) =>
        new(input.Select(item => context.DeepCopy(item)!).ToList());
}

internal sealed class ReadOnlyListCopier<T> : IDeepCopier<IReadOnlyList<T>>
{
    public IReadOnlyList<T> DeepCopy(IReadOnlyList<T> input, CopyContext context) =>
        input.Select(item => context.DeepCopy(item)!).ToList();
}

internal sealed class ReadOnlyDictionaryCopier<TKey, TValue> : IDeepCopier<ReadOnlyDictionary<TKey, TValue>>
    where TKey : notnull
{
    public ReadOnlyDictionary<TKey, TValue> DeepCopy(ReadOnlyDictionary<TKey, TValue> input, CopyContext context) =>
        new(input.ToDictionary(pair => context.DeepCopy(pair.Key)!, pair => context.DeepCopy(pair.Value)!));
}

internal sealed class ImmutableArrayCopier<T> : IDeepCopier<ImmutableArray<T>>
{
    public ImmutableArray<T> DeepCopy(ImmutableArray<T> input, CopyContext context) =>
        input.IsDefault ? input : ImmutableArray.CreateRange(input, context.DeepCopy)!;
}

internal sealed class ImmutableListCopier<T> : IDeepCopier<ImmutableList<T>>
{
    public ImmutableList<T> DeepCopy(ImmutableList<T> input, CopyContext context) =>
        ImmutableList.CreateRange(input.Select(item => context.DeepCopy(item)!));
}

internal sealed class ImmutableHashSetCopier<T> : IDeepCopier<ImmutableHashSet<T>>
{
    public ImmutableHashSet<T> DeepCopy(ImmutableHashSet<T> input, CopyContext context) =>
        ImmutableHashSet.CreateRange(input.KeyComparer, input.Select(item => context.DeepCopy(item)!));
}

internal sealed class ImmutableDictionaryCopier<TKey, TValue> : IDeepCopier<ImmutableDictionary<TKey, TValue>>
    where TKey : notnull
{
    public ImmutableDictionary<TKey, TValue> DeepCopy(ImmutableDictionary<TKey, TValue> input, CopyContext context) =>
        input.Clear().AddRange(input.Select(pair => KeyValuePair.Create(context.DeepCopy(pair.Key)!, context.DeepCopy(pair.Value)!)));
}

internal sealed class FrozenDictionaryCopier<TKey, TValue> : IDeepCopier<FrozenDictionary<TKey, TValue>>
    where TKey : notnull
{
    public FrozenDictionary<TKey, TValue> DeepCopy(FrozenDictionary<TKey, TValue> input, CopyContext context) =>
        input.ToFrozenDictionary(pair => context.DeepCopy(pair.Key)!, pair => context.DeepCopy(pair.Value)!, input.Comparer);
}

internal sealed class FrozenSetCopier<T> : IDeepCopier<FrozenSet<T>>
{
    public FrozenSet<T> DeepCopy(FrozenSet<T> input, CopyContext context) =>
        input.Select(item => context.DeepCopy(item)!).ToFrozenSet(input.Comparer);
}
