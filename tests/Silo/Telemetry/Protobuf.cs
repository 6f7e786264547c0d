using System.Buffers.Binary;
using System.Text;

namespace Samantha.Silo.Tests.Telemetry;

/// <summary>A message on protobuf's wire, as far as reading OTLP takes it: fields by number, the texts and messages among them.</summary>
internal sealed class Protobuf
{
    private readonly List<(int Number, byte[] Value)> _fields = [];

    public Protobuf(ReadOnlySpan<byte> wire)
    {
        while (wire.Length > 0)
        {
            var tag = Varint(ref wire);
            var (number, type) = ((int)(tag >> 3), tag & 7);
            var length = type switch { 1 => 8, 2 => (int)Varint(ref wire), 5 => 4, _ => 0 };
            if (type == 0)
                _fields.Add((number, BitConverter.GetBytes(Varint(ref wire))));
            else
                _fields.Add((number, wire[..length].ToArray()));
            wire = wire[length..];
        }
    }

    /// <summary>The messages of a field, and of the fields in them.</summary>
    public IEnumerable<Protobuf> At(params int[] path) => path switch
    {
        [] => [this],
        [var number, .. var rest] => _fields.Where(field => field.Number == number).SelectMany(field => new Protobuf(field.Value).At(rest)),
    };

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    public byte[] Bytes(int number) => _fields.Single(field => field.Number == number).Value;

    public ulong Number(int number) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(number));

    private static ulong Varint(ref ReadOnlySpan<byte> wire)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = wire[0];
            wire = wire[1..];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }
    }
}
