using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.Serialization.GeneratedCodeHelpers;

// A collection is an object with these members: first how many elements there are, then each of them.

internal static class CollectionFields
{
    public const uint Count = 0;
    public const uint Item = 1;
    public const uint Value = 2;
    public const uint Comparer = 3;
}

/// <summary>Arrays and lists; of numbers as one block of memory.</summary>
internal static class BlockFormat<T>
{
    public static readonly bool IsBlock = typeof(T).IsPrimitive && typeof(T) != typeof(bool) && typeof(T) != typeof(nint) && typeof(T) != typeof(nuint);

    public static WireKind Kind => IsBlock ? WireKind.Array : WireKind.Object;

    public static void Write(FieldWriter writer, ReadOnlySpan<T> items)
    {
        if (IsBlock)
        {
            var bytes = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(items)), checked(items.Length * Unsafe.SizeOf<T>()));
            writer.WriteBytes(bytes);
            return;
        }

        writer.WriteTag(CollectionFields.Count, WireKind.Varint);
        writer.WriteVarint((ulong)items.Length);
        foreach (var item in items)
            writer.WriteField(CollectionFields.Item, item);

        writer.WriteEnd();
    }

    public static int ReadBlockLength(ReadOnlySpan<byte> bytes) => bytes.Length % Unsafe.SizeOf<T>() == 0
        ? bytes.Length / Unsafe.SizeOf<T>()
        : throw FieldReader.Malformed("a block does not hold whole numbers");

    public static void ReadBlock(ReadOnlySpan<byte> bytes, Span<T> items) =>
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(items)), bytes.Length));

    /// <summary>Reads the number of elements, which comes before them.</summary>
    public static int ReadCount(FieldReader reader)
    {
        if (!reader.NextField(out var id) || id != CollectionFields.Count)
            throw FieldReader.Malformed("a collection does not say how many elements it has");

        return reader.ReadElementCount();
    }
}

internal sealed class ArrayCodec<T> : Codec<T[]>
{
    internal override WireKind Kind => BlockFormat<T>.Kind;

    internal override void Write(FieldWriter writer, T[] value) => BlockFormat<T>.Write(writer, value);

    internal override T[] Read(FieldReader reader, WireKind kind)
    {
        FieldReader.Expect(kind, Kind);
        var number = reader.BeginObject();
        if (BlockFormat<T>.IsBlock)
        {
            var bytes = reader.ReadBytes();
            var block = new T[BlockFormat<T>.ReadBlockLength(bytes)];
            BlockFormat<T>.ReadBlock(bytes, block);
            reader.SetObject(number, block);
            return block;
        }

        var items = new T[BlockFormat<T>.ReadCount(reader)];
        reader.SetObject(number, items);
        for (var i = 0; i < items.Length; i++)
        {
            if (!reader.NextField(out var id) || id != CollectionFields.Item)
                throw FieldReader.Malformed("a collection has fewer elements than it says");

            items[i] = reader.ReadValue<T>()!;
        }

        reader.ReadEnd();
        return items;
    }
}

internal sealed class ListCodec<T> : Codec<List<T>>
{
    internal override WireKind Kind => BlockFormat<T>.Kind;

    internal override void Write(FieldWriter writer, List<T> value) => BlockFormat<T>.Write(writer, CollectionsMarshal.AsSpan(value));

    internal override List<T> Read(FieldReader reader, WireKind kind)
    {
        FieldReader.Expect(kind, Kind);
        var number = reader.BeginObject();
        var list = new List<T>();
        reader.SetObject(number, list);
        if (BlockFormat<T>.IsBlock)
        {
            var bytes = reader.ReadBytes();
            CollectionsMarshal.SetCount(list, BlockFormat<T>.ReadBlockLength(bytes));
            BlockFormat<T>.ReadBlock(bytes, CollectionsMarshal.AsSpan(list));
            return list;
        }

        list.Capacity = BlockFormat<T>.ReadCount(reader);
        while (reader.NextField(out var id))
        {
            if (id == CollectionFields.Item)
                list.Add(reader.ReadValue<T>()!);
            else
                reader.SkipValue();
        }

        reader.ReadEnd();
        return list;
    }
}

/// <summary>A collection to which elements are added one by one.</summary>
internal sealed class SequenceCodec<TCollection, T>(Func<TCollection, object>? comparer, Func<int, object?, TCollection> create, Action<TCollection, T> add) : Codec<TCollection>
    where TCollection : class, IReadOnlyCollection<T>
{
    internal override WireKind Kind => WireKind.Object;

    internal override void Write(FieldWriter writer, TCollection value)
    {
        Comparers.Write(writer, comparer?.Invoke(value));
        writer.WriteTag(CollectionFields.Count, WireKind.Varint);
        writer.WriteVarint((ulong)value.Count);
        foreach (var item in value)
            writer.WriteField(CollectionFields.Item, item);

        writer.WriteEnd();
    }

    internal override TCollection Read(FieldReader reader, WireKind kind)
    {
        FieldReader.Expect(kind, Kind);
        var number = reader.BeginObject();
        TCollection? collection = null;
        object? comparing = null;
        while (reader.NextField(out var id))
        {
            switch (id)
            {
                case CollectionFields.Comparer:
                    comparing = Comparers.Read<T>(reader);
                    break;
                case CollectionFields.Count when collection is null:
                    collection = create(reader.ReadElementCount(), comparing);
                    reader.SetObject(number, collection);
                    break;
                case CollectionFields.Item when collection is not null:
                    add(collection, reader.ReadValue<T>()!);
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        reader.ReadEnd();
        return collection ?? throw FieldReader.Malformed("a collection does not say how many elements it has");
    }
}

internal sealed class DictionaryCodec<TDictionary, TKey, TValue>(Func<TDictionary, object> comparer, Func<int, object?, TDictionary> create) : Codec<TDictionary>
    where TDictionary : class, IDictionary<TKey, TValue>
{
    internal override WireKind Kind => WireKind.Object;

    internal override void Write(FieldWriter writer, TDictionary value)
    {
        Comparers.Write(writer, comparer(value));
        writer.WriteTag(CollectionFields.Count, WireKind.Varint);
        writer.WriteVarint((ulong)value.Count);
        foreach (var (key, item) in value)
        {
            writer.WriteField(CollectionFields.Item, key);
            writer.WriteField(CollectionFields.Value, item);
        }

        writer.WriteEnd();
    }

    internal override TDictionary Read(FieldReader reader, WireKind kind)
    {
        FieldReader.Expect(kind, Kind);
        var number = reader.BeginObject();
        TDictionary? dictionary = null;
        object? comparing = null;
        TKey? key = default;
        while (reader.NextField(out var id))
        {
            switch (id)
            {
                case CollectionFields.Comparer:
                    comparing = Comparers.Read<TKey>(reader);
                    break;
                case CollectionFields.Count when dictionary is null:
                    dictionary = create(reader.ReadElementCount(), comparing);
                    reader.SetObject(number, dictionary);
                    break;
                case CollectionFields.Item:
                    key = reader.ReadValue<TKey>();
                    break;
                case CollectionFields.Value when dictionary is not null:
                    dictionary[key!] = reader.ReadValue<TValue>()!;
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        reader.ReadEnd();
        return dictionary ?? throw FieldReader.Malformed("a collection does not say how many elements it has");
    }
}

/// <summary>An array of more than one dimension: its lengths, then its elements in a row.</summary>
internal sealed class MultiDimensionalArrayCodec<TArray, T> : Codec<TArray>
    where TArray : class
{
    internal override WireKind Kind => WireKind.Object;

    internal override void Write(FieldWriter writer, TArray value)
    {
        var array = (Array)(object)value;
        writer.WriteField(0, Enumerable.Range(0, array.Rank).Select(array.GetLength).ToArray());
        writer.WriteField(1, array.Cast<T>().ToArray());
        writer.WriteEnd();
    }

    internal override TArray Read(FieldReader reader, WireKind kind)
    {
        FieldReader.Expect(kind, Kind);
        var number = reader.BeginObject();
        int[]? lengths = null;
        T[]? items = null;
        while (reader.NextField(out var id))
        {
            if (id == 0)
                lengths = reader.ReadValue<int[]>();
            else if (id == 1)
                items = reader.ReadValue<T[]>();
            else
                reader.SkipValue();
        }

        reader.ReadEnd();
        var array = Fill(lengths ?? [], items ?? []);
        reader.SetObject(number, array);
        return array;
    }

    private static TArray Fill(int[] lengths, T[] items)
    {
        if (lengths.Length != typeof(TArray).GetArrayRank() || lengths.Any(length => length < 0)
            || lengths.Aggregate(1L, (product, length) => checked(product * length)) != items.Length)
            throw FieldReader.Malformed("an array has not as many elements as its lengths say");

        var array = Array.CreateInstance(typeof(T), lengths);
        var indices = new int[lengths.Length];
        for (var flat = 0; flat < items.Length; flat++)
        {
            for (int dimension = lengths.Length - 1, rest = flat; dimension >= 0; dimension--)
            {
                indices[dimension] = rest % lengths[dimension];
                rest /= lengths[dimension];
            }

            array.SetValue(items[flat], indices);
        }

        return (TArray)(object)array;
    }
}

/// <summary>Comparers of collections: the default, and those of strings that have a name everywhere.</summary>
internal static class Comparers
{
    private static readonly StringComparer[] Named = [StringComparer.Ordinal, StringComparer.OrdinalIgnoreCase, StringComparer.InvariantCulture, StringComparer.InvariantCultureIgnoreCase];

    public static void Write(FieldWriter writer, object? comparer)
    {
        if (comparer is null || IsDefault(comparer.GetType()))
            return;

        var index = Array.IndexOf(Named, comparer as StringComparer);
        if (index < 0)
            throw new SerializerException($"A collection with a comparer of type {comparer.GetType()} cannot be serialized; use a default comparer or one of StringComparer's.");

        writer.WriteTag(CollectionFields.Comparer, WireKind.Varint);
        writer.WriteVarint((ulong)index);
    }

    public static object? Read<T>(FieldReader reader)
    {
        var index = reader.ReadValue<ulong>();
        if (index >= (ulong)Named.Length || typeof(T) != typeof(string))
            throw FieldReader.Malformed("there is no such comparer");

        return Named[index];
    }

    // EqualityComparer<T>.Default, Comparer<T>.Default: of these classes, whatever T is.
    private static bool IsDefault(Type type) => type.Namespace == "System.Collections.Generic" && type.Assembly == typeof(object).Assembly;
}
