using System.Buffers;
using Orleans.Serialization.GeneratedCodeHelpers;

namespace Orleans.Serialization;

/// <summary>
/// Serializes values to bytes: those of types with <c>[GenerateSerializer]</c> and of the framework's common types.
/// Members may be added and removed: unknown ones are skipped, missing ones keep their defaults.
/// </summary>
public sealed class Serializer
{
    [ThreadStatic]
    private static FieldWriter? t_writer;

    [ThreadStatic]
    private static FieldReader? t_reader;

    private readonly IServiceProvider _services;

    internal Serializer(IServiceProvider services) => _services = services;

    /// <summary>Whether values of a type can be serialized.</summary>
    public bool CanSerialize<T>() => CanSerialize(typeof(T));

    /// <summary>Whether values of a type can be serialized.</summary>
    public bool CanSerialize(Type type) => CodecProvider.TryGet(type, out _);

    /// <summary>Serializes a value.</summary>
    /// <exception cref="CodecNotFoundException">A part of the value is of a type that cannot be serialized.</exception>
    public byte[] SerializeToArray<T>(T value) => Write(value, static writer => writer.Written.ToArray());

    /// <summary>Serializes a value.</summary>
    /// <exception cref="CodecNotFoundException">A part of the value is of a type that cannot be serialized.</exception>
    public void Serialize<T, TBufferWriter>(T value, TBufferWriter destination) where TBufferWriter : IBufferWriter<byte> => Write(value, writer =>
    {
        destination.Write(writer.Written);
        return true;
    });

    /// <summary>Serializes a value.</summary>
    /// <exception cref="CodecNotFoundException">A part of the value is of a type that cannot be serialized.</exception>
    public void Serialize<T>(T value, Stream destination, int sizeHint = 0) => Write(value, writer =>
    {
        destination.Write(writer.Written);
        return true;
    });

    /// <summary>Deserializes a value.</summary>
    /// <exception cref="SerializerException">The bytes are not a serialized value of the type.</exception>
    public T Deserialize<T>(byte[] source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Deserialize<T>(new ReadOnlySequence<byte>(source));
    }

    /// <summary>Deserializes a value.</summary>
    /// <exception cref="SerializerException">The bytes are not a serialized value of the type.</exception>
    public T Deserialize<T>(ReadOnlyMemory<byte> source) => Deserialize<T>(new ReadOnlySequence<byte>(source));

    /// <summary>Deserializes a value.</summary>
    /// <exception cref="SerializerException">The bytes are not a serialized value of the type.</exception>
    public T Deserialize<T>(ReadOnlySequence<byte> source)
    {
        // A converter may deserialize something itself.
        var reader = t_reader ?? new FieldReader();
        t_reader = null;
        try
        {
            reader.Begin(source, _services);
            return reader.ReadFirst<T>()!;
        }
        catch (Exception exception) when (exception is not (SerializerException or OutOfMemoryException))
        {
            throw new SerializerException($"The serialized value cannot be read as {typeof(T)}.", exception);
        }
        finally
        {
            reader.Release();
            t_reader = reader;
        }
    }

    private static TResult Write<T, TResult>(T value, Func<FieldWriter, TResult> use)
    {
        var writer = t_writer ?? new FieldWriter();
        t_writer = null;
        try
        {
            writer.BeginSession();
            writer.WriteField(0, value);
            return use(writer);
        }
        catch (InsufficientExecutionStackException exception)
        {
            throw new SerializerException($"The value of type {typeof(T)} is nested too deeply.", exception);
        }
        finally
        {
            writer.BeginSession();
            writer.Clear();
            t_writer = writer;
        }
    }
}
