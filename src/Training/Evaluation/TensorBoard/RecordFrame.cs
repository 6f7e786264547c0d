using System.Buffers.Binary;
using System.Numerics;

namespace Samantha.Training.Evaluation.TensorBoard;

/// <summary>
/// The frame of a record in a TFRecord file: its length in eight bytes, their checksum, the data, their checksum; all numbers
/// little-endian. Whoever reads a record that was cut off sees so and stops before it.
/// </summary>
internal static class RecordFrame
{
    private const int LengthBytes = sizeof(ulong), ChecksumBytes = sizeof(uint);

    /// <summary>What the checksum is rotated by and moved by, so that data that contain checksums have good ones themselves.</summary>
    private const int Rotation = 15;
    private const uint Displacement = 0xa282ead8;

    /// <summary>A record in its frame, to be written at once.</summary>
    public static byte[] Around(ReadOnlySpan<byte> data)
    {
        var framed = new byte[LengthBytes + ChecksumBytes + data.Length + ChecksumBytes];
        var length = framed.AsSpan(0, LengthBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(framed.AsSpan(LengthBytes), MaskedChecksum(length));
        data.CopyTo(framed.AsSpan(LengthBytes + ChecksumBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(framed.AsSpan(LengthBytes + ChecksumBytes + data.Length), MaskedChecksum(data));
        return framed;
    }

    /// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4).</summary>
    public static uint Checksum(ReadOnlySpan<byte> data)
    {
        var state = uint.MaxValue;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var value in data)
            state = BitOperations.Crc32C(state, value);
        return ~state;
    }

    private static uint MaskedChecksum(ReadOnlySpan<byte> data) => BitOperations.RotateRight(Checksum(data), Rotation) + Displacement;
}
