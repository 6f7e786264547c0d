using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.Serialization.GeneratedCodeHelpers;

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
