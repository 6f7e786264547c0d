using System.Buffers;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>Reads what <see cref="FieldWriter"/> wrote; generated code reads members with it.</summary>
/// <remarks>
/// Nothing that the bytes say is believed before it is checked: a length is at most what is left, and all elements of
/// all collections are at most as many as there are bytes, since each takes one at least. So time and memory are at
/// most proportional to the length of the input.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class FieldReader
{
    private byte[] _buffer = [];
    private byte[]? _rented;
    private int _position;
    private int _end;
    private int _elementsLeft;
    private WireKind _kind;

    internal FieldReader()
    {
    }

    internal IServiceProvider? Services { get; private set; }

    internal int Remaining => _end - _position;

    /// <summary>Goes to the next member; false at the end of the members.</summary>
    public bool NextField(out uint id)
    {
        var position = _position;
        var tag = ReadVarint();
        _kind = (WireKind)(tag & 0xf);
        id = (uint)(tag >> 4);
        if (_kind < WireKind.End)
            return true;

        _position = position;
        return false;
    }

    /// <summary>Reads the member's value.</summary>
    public T? ReadValue<T>()
    {
        var kind = _kind;
        if (kind == WireKind.Null)
            return default;

        if (kind == WireKind.Varint)
        {
            if (typeof(T) == typeof(int))
                return (T)(object)checked((int)ReadSigned());

            if (typeof(T) == typeof(long))
                return (T)(object)ReadSigned();
        }

        return kind switch
        {
            WireKind.Typed => ReadTyped<T>(),
            WireKind.Reference => ReadReference<T>(),
            _ => CodecOf<T>.Instance.Read(this, kind),
        };
    }

    /// <summary>Reads the value of the member that must come next.</summary>
    internal T? ReadFirst<T>() => NextField(out _) ? ReadValue<T>() : throw Malformed("there is no value");

    /// <summary>Ends the members of a base class.</summary>
    public void ReadEndOfBase() => Expect((WireKind)(ReadVarint() & 0xf), WireKind.EndOfBase);

    internal void ReadEnd() => Expect((WireKind)(ReadVarint() & 0xf), WireKind.End);

    /// <summary>Reads from an array, which must not change until <see cref="Release"/>.</summary>
    internal void Begin(byte[] buffer, int start, int length, IServiceProvider? services)
    {
        _buffer = buffer;
        _position = start;
        _end = start + length;
        Services = services;
        BeginSession();
    }

    /// <summary>Reads from a sequence; it is copied unless it is one piece of an array.</summary>
    internal void Begin(in ReadOnlySequence<byte> sequence, IServiceProvider? services)
    {
        if (sequence.IsSingleSegment && System.Runtime.InteropServices.MemoryMarshal.TryGetArray(sequence.First, out var segment))
        {
            Begin(segment.Array ?? [], segment.Offset, segment.Count, services);
            return;
        }

        if (sequence.Length > Array.MaxLength)
            throw new SerializerException($"The input is larger than {Array.MaxLength} bytes.");

        var length = (int)sequence.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        sequence.CopyTo(buffer);
        Begin(buffer, 0, length, services);
        _rented = buffer;
    }

    /// <summary>Forgets the input.</summary>
    internal void Release()
    {
        BeginSession();
        _buffer = [];
        _position = _end = 0;
        if (_rented is { } rented)
            ArrayPool<byte>.Shared.Return(rented);

        _rented = null;
    }

    /// <summary>Reads a member that is a number of elements, and checks it before room is made for them.</summary>
    internal int ReadElementCount()
    {
        Expect(_kind, WireKind.Varint);
        var count = (long)ReadVarint();
        if ((ulong)count > (ulong)_elementsLeft)
            throw Malformed("more elements than bytes");

        _elementsLeft -= (int)count;
        return (int)count;
    }

    internal byte ReadByte()
    {
        if (_position >= _end)
            throw Malformed("it ends too early");

        return _buffer[_position++];
    }

    internal ulong ReadVarint()
    {
        var first = ReadByte();
        return first < 0x80 ? first : ReadLongVarint(first);
    }

    internal long ReadSigned()
    {
        var value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    internal uint ReadFixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    internal ulong ReadFixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    internal ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadVarint();
        return length <= (ulong)Remaining ? Take((int)length) : throw Malformed("a length goes beyond its end");
    }

    internal string ReadString() => Encoding.UTF8.GetString(ReadBytes());

    internal ReadOnlySpan<byte> Take(int count)
    {
        if (Remaining < count)
            throw Malformed("it ends too early");

        var span = _buffer.AsSpan(_position, count);
        _position += count;
        return span;
    }

    internal static void Expect(WireKind actual, WireKind expected)
    {
        if (actual != expected)
            throw Malformed($"there is a value of kind {actual} where one of kind {expected} belongs");
    }

    internal static SerializerException Malformed(string why) => new($"The serialized value is malformed: {why}.");

    private ulong ReadLongVarint(byte first)
    {
        ulong value = first & 0x7fu;
        for (var shift = 7; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw Malformed("a number does not end");
    }
}
