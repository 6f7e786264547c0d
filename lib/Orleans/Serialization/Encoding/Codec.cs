using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>Writes and reads the values of a type that is known only at run time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Codec
{
    internal Codec()
    {
    }

    /// <summary>The type that is named where another is expected.</summary>
    internal abstract Type Type { get; }

    internal abstract WireKind Kind { get; }

    /// <summary>Whether an object can be referred to after it was written once.</summary>
    internal bool IsTracked => Kind is WireKind.Object or WireKind.Array;

    internal abstract void WriteObject(FieldWriter writer, object value);

    internal abstract object? ReadObject(FieldReader reader, WireKind kind);
}

/// <summary>Writes and reads the values of a type: what follows their tag.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Codec<T> : Codec
{
    internal override Type Type => typeof(T);

    internal abstract void Write(FieldWriter writer, T value);

    internal abstract T Read(FieldReader reader, WireKind kind);

    internal virtual void WriteField(FieldWriter writer, uint id, T value)
    {
        writer.WriteTag(id, Kind);
        Write(writer, value);
    }

    internal sealed override void WriteObject(FieldWriter writer, object value) => Write(writer, (T)value);

    internal sealed override object? ReadObject(FieldReader reader, WireKind kind) => Read(reader, kind);
}

/// <summary>The codec of a class with members; generated for each.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ClassCodec<T> : Codec<T>
    where T : class
{
    internal override WireKind Kind => WireKind.Object;

    /// <summary>Writes the members of a class and of its base classes.</summary>
    public abstract void WriteMembers(FieldWriter writer, T value);

    /// <summary>Reads the members that <see cref="WriteMembers"/> wrote; what is not known is skipped, what is missing stays as it is.</summary>
    public abstract void ReadMembers(FieldReader reader, T value);

    internal override void Write(FieldWriter writer, T value)
    {
        WriteMembers(writer, value);
        writer.WriteEnd();
    }

    internal override T Read(FieldReader reader, WireKind kind)
    {
        FieldReader.Expect(kind, WireKind.Object);
        var number = reader.BeginObject();
        var value = ObjectActivator<T>.Create();
        reader.SetObject(number, value);
        ReadMembers(reader, value);
        reader.ReadEnd();
        return value;
    }
}

/// <summary>The codec of a structure with members; generated for each.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StructCodec<T> : Codec<T>
    where T : struct
{
    internal override WireKind Kind => WireKind.Struct;

    /// <summary>Writes the members.</summary>
    public abstract void WriteMembers(FieldWriter writer, ref T value);

    /// <summary>Reads the members that <see cref="WriteMembers"/> wrote; what is not known is skipped, what is missing stays as it is.</summary>
    public abstract void ReadMembers(FieldReader reader, ref T value);

    internal sealed override void Write(FieldWriter writer, T value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        WriteMembers(writer, ref value);
        writer.WriteEnd();
    }

    internal sealed override T Read(FieldReader reader, WireKind kind)
    {
        FieldReader.Expect(kind, WireKind.Struct);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var value = ObjectActivator<T>.Create();
        ReadMembers(reader, ref value);
        reader.ReadEnd();
        return value;
    }
}
