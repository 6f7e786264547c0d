namespace Orleans.Serialization.GeneratedCodeHelpers;

// A collection is an object with these members: first how many elements there are, then each of them.

internal static class CollectionFields
{
    public const uint Count = 0;
    public const uint Item = 1;
    public const uint Value = 2;
    public const uint Comparer = 3;
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
