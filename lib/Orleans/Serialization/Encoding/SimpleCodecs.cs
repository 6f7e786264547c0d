using System.Runtime.CompilerServices;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>A value without parts.</summary>
internal sealed class ScalarCodec<T>(WireKind kind, Action<FieldWriter, T> write, Func<FieldReader, T> read) : Codec<T>
{
    internal override WireKind Kind => kind;

    internal override void Write(FieldWriter writer, T value) => write(writer, value);

    internal override T Read(FieldReader reader, WireKind actual)
    {
        FieldReader.Expect(actual, kind);
        return read(reader);
    }
}

/// <summary>An enumeration, by its numbers: names may change.</summary>
internal sealed class EnumCodec<T> : Codec<T>
    where T : unmanaged, Enum
{
    internal override WireKind Kind => WireKind.Varint;

    internal override void Write(FieldWriter writer, T value) => writer.WriteSigned(Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<T, sbyte>(value),
        2 => Unsafe.BitCast<T, short>(value),
        4 => Unsafe.BitCast<T, int>(value),
        _ => Unsafe.BitCast<T, long>(value),
    });

    internal override T Read(FieldReader reader, WireKind kind)
    {
        FieldReader.Expect(kind, WireKind.Varint);
        var number = reader.ReadSigned();
        return Unsafe.SizeOf<T>() switch
        {
            1 => Unsafe.BitCast<sbyte, T>((sbyte)number),
            2 => Unsafe.BitCast<short, T>((short)number),
            4 => Unsafe.BitCast<int, T>((int)number),
            _ => Unsafe.BitCast<long, T>(number),
        };
    }
}

internal sealed class NullableCodec<T> : Codec<T?>
    where T : struct
{
    internal override WireKind Kind => CodecOf<T>.Instance.Kind;

    internal override void WriteField(FieldWriter writer, uint id, T? value)
    {
        if (value is { } present)
            writer.WriteField(id, present);
        else
            writer.WriteTag(id, WireKind.Null);
    }

    internal override void Write(FieldWriter writer, T? value) => CodecOf<T>.Instance.Write(writer, value.GetValueOrDefault());

    internal override T? Read(FieldReader reader, WireKind kind) => CodecOf<T>.Instance.Read(reader, kind);
}

/// <summary>A type that is written as another one: through a user's surrogate, or as a simpler collection.</summary>
internal sealed class ConvertedCodec<T, TSurrogate>(Func<T, TSurrogate> to, Func<TSurrogate, T> from) : Codec<T>
{
    internal override WireKind Kind => typeof(T).IsValueType ? WireKind.Struct : WireKind.Object;

    internal override void Write(FieldWriter writer, T value)
    {
        writer.WriteField(0, to(value));
        writer.WriteEnd();
    }

    internal override T Read(FieldReader reader, WireKind kind)
    {
        FieldReader.Expect(kind, Kind);
        var number = IsTracked ? reader.BeginObject() : 0;
        TSurrogate? surrogate = default;
        while (reader.NextField(out var id))
        {
            if (id == 0)
                surrogate = reader.ReadValue<TSurrogate>();
            else
                reader.SkipValue();
        }

        reader.ReadEnd();
        var value = from(surrogate!);
        if (IsTracked)
            reader.SetObject(number, value!);

        return value;
    }
}

/// <summary>Makes the codec of a user's converter.</summary>
internal static class ConverterCodec<TValue, TSurrogate, TConverter>
    where TSurrogate : struct
    where TConverter : IConverter<TValue, TSurrogate>, new()
{
    public static Codec Create()
    {
        var converter = new TConverter();
        return new ConvertedCodec<TValue, TSurrogate>(value => converter.ConvertToSurrogate(in value), surrogate => converter.ConvertFromSurrogate(in surrogate));
    }
}

/// <summary>A tuple: its items by their positions.</summary>
internal sealed class TupleCodec<T>(params TupleItem<T>[] items) : StructCodec<T>
    where T : struct
{
    public override void WriteMembers(FieldWriter writer, ref T value)
    {
        for (var i = 0; i < items.Length; i++)
            items[i].Write(writer, (uint)i, ref value);
    }

    public override void ReadMembers(FieldReader reader, ref T value)
    {
        while (reader.NextField(out var id))
        {
            if (id < items.Length)
                items[id].Read(reader, ref value);
            else
                reader.SkipValue();
        }
    }
}

internal abstract class TupleItem<T>
{
    public abstract void Write(FieldWriter writer, uint id, ref T tuple);

    public abstract void Read(FieldReader reader, ref T tuple);
}

internal sealed class TupleItem<T, TItem>(TupleItem<T, TItem>.Accessor access) : TupleItem<T>
{
    internal delegate ref TItem Accessor(ref T tuple);

    public override void Write(FieldWriter writer, uint id, ref T tuple) => writer.WriteField(id, access(ref tuple));

    public override void Read(FieldReader reader, ref T tuple) => access(ref tuple) = reader.ReadValue<TItem>()!;
}
