namespace Orleans.Serialization.Cloning;

internal sealed class NullableCopier<T> : IDeepCopier<T?>
    where T : struct
{
    public T? DeepCopy(T? input, CopyContext context) =>
        input is { } value ? context.DeepCopy(value) : null;
}

internal sealed class KeyValuePairCopier<TKey, TValue> : IDeepCopier<KeyValuePair<TKey, TValue>>
{
    public KeyValuePair<TKey, TValue> DeepCopy(KeyValuePair<TKey, TValue> input, CopyContext context) =>
        new(context.DeepCopy(input.Key)!, context.DeepCopy(input.Value)!);
}

internal sealed class MemoryCopier<T> : IDeepCopier<Memory<T>>
{
    public Memory<T> DeepCopy(Memory<T> input, CopyContext context) =>
        context.DeepCopy(input.ToArray());
}

internal sealed class ReadOnlyMemoryCopier<T> : IDeepCopier<ReadOnlyMemory<T>>
{
    public ReadOnlyMemory<T> DeepCopy(ReadOnlyMemory<T> input, CopyContext context) =>
        context.DeepCopy(input.ToArray());
}

internal sealed class ArraySegmentCopier<T> : IDeepCopier<ArraySegment<T>>
{
    public ArraySegment<T> DeepCopy(ArraySegment<T> input, CopyContext context) =>
        input.Array is null ? default : new(context.DeepCopy(input.ToArray())!);
}

internal sealed class TupleCopier<T1> : IDeepCopier<Tuple<T1>>
{
    public Tuple<T1> DeepCopy(Tuple<T1> input, CopyContext context) =>
        new(context.DeepCopy(input.Item1)!);
}

internal sealed class TupleCopier<T1, T2> : IDeepCopier<Tuple<T1, T2>>
{
    public Tuple<T1, T2> DeepCopy(Tuple<T1, T2> input, CopyContext context) =>
        new(context.DeepCopy(input.Item1)!, context.DeepCopy(input.Item2)!);
}

internal sealed class TupleCopier<T1, T2, T3> : IDeepCopier<Tuple<T1, T2, T3>>
{
    public Tuple<T1, T2, T3> DeepCopy(Tuple<T1, T2, T3> input, CopyContext context) =>
        new(context.DeepCopy(input.Item1)!, context.DeepCopy(input.Item2)!, context.DeepCopy(input.Item3)!);
}

internal sealed class ValueTupleCopier<T1> : IDeepCopier<ValueTuple<T1>>
{
    public ValueTuple<T1> DeepCopy(ValueTuple<T1> input, CopyContext context) =>
        new(context.DeepCopy(input.Item1)!);
}

internal sealed class ValueTupleCopier<T1, T2> : IDeepCopier<ValueTuple<T1, T2>>
{
    public ValueTuple<T1, T2> DeepCopy(ValueTuple<T1, T2> input, CopyContext context) =>
        new(context.DeepCopy(input.Item1)!, context.DeepCopy(input.Item2)!);
}

internal sealed class ValueTupleCopier<T1, T2, T3> : IDeepCopier<ValueTuple<T1, T2, T3>>
{
    public ValueTuple<T1, T2, T3> DeepCopy(ValueTuple<T1, T2, T3> input, CopyContext context) =>
        new(context.DeepCopy(input.Item1)!, context.DeepCopy(input.Item2)!, context.DeepCopy(input.Item3)!);
}

internal sealed class ValueTupleCopier<T1, T2, T3, T4> : IDeepCopier<ValueTuple<T1, T2, T3, T4>>
{
    public ValueTuple<T1, T2, T3, T4> DeepCopy(ValueTuple<T1, T2, T3, T4> input, CopyContext context) =>
        new(context.DeepCopy(input.Item1)!, context.DeepCopy(input.Item2)!, context.DeepCopy(input.Item3)!, context.DeepCopy(input.Item4)!);
}

internal sealed class ValueTupleCopier<T1, T2, T3, T4, T5> : IDeepCopier<ValueTuple<T1, T2, T3, T4, T5>>
{
    public ValueTuple<T1, T2, T3, T4, T5> DeepCopy(ValueTuple<T1, T2, T3, T4, T5> input, CopyContext context) =>
        new(context.DeepCopy(input.Item1)!, context.DeepCopy(input.Item2)!, context.DeepCopy(input.Item3)!, context.DeepCopy(input.Item4)!, context.DeepCopy(input.Item5)!);
}

internal sealed class ValueTupleCopier<T1, T2, T3, T4, T5, T6> : IDeepCopier<ValueTuple<T1, T2, T3, T4, T5, T6>>
{
    public ValueTuple<T1, T2, T3, T4, T5, T6> DeepCopy(ValueTuple<T1, T2, T3, T4, T5, T6> input, CopyContext context) =>
        new(context.DeepCopy(input.Item1)!, context.DeepCopy(input.Item2)!, context.DeepCopy(input.Item3)!, context.DeepCopy(input.Item4)!, context.DeepCopy(input.Item5)!, context.DeepCopy(input.Item6)!);
}

internal sealed class ValueTupleCopier<T1, T2, T3, T4, T5, T6, T7> : IDeepCopier<ValueTuple<T1, T2, T3, T4, T5, T6, T7>>
{
    public ValueTuple<T1, T2, T3, T4, T5, T6, T7> DeepCopy(ValueTuple<T1, T2, T3, T4, T5, T6, T7> input, CopyContext context) =>
        new(context.DeepCopy(input.Item1)!, context.DeepCopy(input.Item2)!, context.DeepCopy(input.Item3)!, context.DeepCopy(input.Item4)!, context.DeepCopy(input.Item5)!, context.DeepCopy(input.Item6)!, context.DeepCopy(input.Item7)!);
}
