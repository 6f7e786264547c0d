using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Samantha.Training.Evaluation.TensorBoard;

/// <summary>A message in the wire format of Protocol Buffers, written field by field: just the types that events consist of.</summary>
internal sealed class ProtobufMessage
{
    private enum Wire
    {
        Varint = 0,
        Fixed64 = 1,
        Delimited = 2,
        Fixed32 = 5,
    }

    private readonly ArrayBufferWriter<byte> bytes = new();

    public ReadOnlyMemory<byte> Bytes => bytes.WrittenMemory;

    public ProtobufMessage Double(int field, double value)
    {
        Tag(field, Wire.Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.GetSpan(sizeof(double)), value);
        bytes.Advance(sizeof(double));
        return this;
    }

    public ProtobufMessage Float(int field, float value)
    {
        Tag(field, Wire.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.GetSpan(sizeof(float)), value);
        bytes.Advance(sizeof(float));
        return this;
    }

    public ProtobufMessage Integer(int field, long value)
    {
        Tag(field, Wire.Varint);
        Varint((ulong)value);
        return this;
    }

    public ProtobufMessage Text(int field, string value) => Delimited(field, Encoding.UTF8.GetBytes(value));

    public ProtobufMessage Message(int field, ProtobufMessage value) => Delimited(field, value.bytes.WrittenSpan);

    public ProtobufMessage Delimited(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, Wire.Delimited);
        Varint((ulong)value.Length);
        bytes.Write(value);
        return this;
    }

    private void Tag(int field, Wire wire) => Varint((ulong)field << 3 | (ulong)wire);

    private void Varint(ulong value)
    {
        for (; value > 0x7f; value >>= 7)
            Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        bytes.GetSpan(1)[0] = value;
        bytes.Advance(1);
    }
}
