using System.Buffers;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Orleans.Runtime;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>Writes values as tagged fields into a buffer that grows; generated code writes members with it.</summary>
/// <remarks>
/// What belongs together for references and type names is a session: <see cref="BeginSession"/> starts one.
/// Numbers are little-endian.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class FieldWriter
{
    private const int SmallestBuffer = 256;

    // What one large value needed is not kept for the many small ones.
    private const int LargestKeptBuffer = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallestBuffer);
    private int _position;

    internal FieldWriter()
    {
    }

    internal int Position => _position;

    internal ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _position);

    internal ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _position);

    /// <summary>Writes a member.</summary>
    public void WriteField<T>(uint id, T value)
    {
        if (typeof(T).IsValueType)
        {
            if (typeof(T) == typeof(int))
                WriteNumber(id, (int)(object)value!);
            else if (typeof(T) == typeof(long))
                WriteNumber(id, (long)(object)value!);
            else
                CodecOf<T>.Instance.WriteField(this, id, value);
        }
        else if (value is null)
        {
            WriteTag(id, WireKind.Null);
        }
        else if (typeof(T) == typeof(string))
        {
            WriteTag(id, WireKind.Bytes);
            WriteString((string)(object)value);
        }
        else
        {
            WriteObject(id, value);
        }
    }

    /// <summary>Ends the members of a base class.</summary>
    public void WriteEndOfBase() => WriteTag(0, WireKind.EndOfBase);

    internal void WriteEnd() => WriteTag(0, WireKind.End);

    /// <summary>Empties the buffer.</summary>
    internal void Clear()
    {
        _position = 0;
        if (_buffer.Length <= LargestKeptBuffer)
            return;

        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(SmallestBuffer);
    }

    /// <summary>Takes back what was written after <paramref name="position"/>.</summary>
    internal void Truncate(int position) => _position = position;

    internal void WriteTag(uint id, WireKind kind) => WriteVarint((ulong)id << 4 | (byte)kind);

    internal void WriteByte(byte value)
    {
        if (_position == _buffer.Length)
            Grow(1);

        _buffer[_position++] = value;
    }

    internal void WriteVarint(ulong value)
    {
        if (value < 0x80)
        {
            WriteByte((byte)value);
            return;
        }

        var span = Reserve(10);
        var count = 0;
        for (; value >= 0x80; value >>= 7)
            span[count++] = (byte)(value | 0x80);

        span[count++] = (byte)value;
        _position += count;
    }

    // Zigzag: small numbers are short whatever their sign.
    internal void WriteSigned(long value) => WriteVarint((ulong)(value << 1 ^ value >> 63));

    internal void WriteFixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(sizeof(uint)), value);
        _position += sizeof(uint);
    }

    internal void WriteFixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(sizeof(ulong)), value);
        _position += sizeof(ulong);
    }

    internal void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _position += bytes.Length;
    }

    internal void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteVarint((ulong)bytes.Length);
        WriteRaw(bytes);
    }

    internal void WriteString(string value)
    {
        const int LargestWithOneByteLength = 0x7f / 3;
        if (value.Length <= LargestWithOneByteLength)
        {
            var span = Reserve(1 + value.Length * 3);
            var length = Encoding.UTF8.GetBytes(value, span[1..]);
            span[0] = (byte)length;
            _position += 1 + length;
            return;
        }

        var count = Encoding.UTF8.GetByteCount(value);
        WriteVarint((ulong)count);
        _position += Encoding.UTF8.GetBytes(value, Reserve(count));
    }

    /// <summary>Leaves room for a length that is known later.</summary>
    internal int ReserveLength()
    {
        WriteFixed32(0);
        return _position;
    }

    /// <summary>Fills the room with the length of what was written after it.</summary>
    internal void FillLength(int start) =>
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(start - sizeof(int)), _position - start);

    private void WriteNumber(uint id, long value)
    {
        WriteTag(id, WireKind.Varint);
        WriteSigned(value);
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _position < count)
            Grow(count);

        return _buffer.AsSpan(_position);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        var size = Math.Min(Math.Max((long)_buffer.Length * 2, (long)_position + count), Array.MaxLength);
        if (size < (long)_position + count)
            throw new SerializerException($"The value is larger than {Array.MaxLength} bytes.");

        var larger = ArrayPool<byte>.Shared.Rent((int)size);
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
