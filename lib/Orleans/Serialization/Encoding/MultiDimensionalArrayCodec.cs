namespace Orleans.Serialization.GeneratedCodeHelpers;

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
