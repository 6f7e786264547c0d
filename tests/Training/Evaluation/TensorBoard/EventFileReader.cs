using System.Buffers.Binary;
using Google.Protobuf;

namespace Samantha.Training.Tests.Evaluation.TensorBoard;

/// <summary>Reads event files strictly, and shares nothing with what writes them: the checksum is computed bit by bit, the messages by Google's own code.</summary>
internal static class EventFileReader
{
    private static readonly MessageParser<Event> Forgetful = Event.Parser.WithDiscardUnknownFields(true);

    /// <summary>The events of all files of a run, in the order in which TensorBoard reads them.</summary>
    public static List<Event> ReadRun(string folder) => [.. Files(folder).SelectMany(Read)];

    public static List<string> Files(string folder) => [.. Directory.GetFiles(folder, "*tfevents*").Order(StringComparer.Ordinal)];

    /// <summary>The events of a file up to its end, or to where its last record was cut off.</summary>
    public static List<Event> Read(string path)
    {
        var events = new List<Event>();
        var left = File.ReadAllBytes(path).AsSpan();
        while (left.Length >= 12 && BinaryPrimitives.ReadUInt64LittleEndian(left) is var length && (ulong)left.Length >= 16 + length)
        {
            BinaryPrimitives.ReadUInt32LittleEndian(left[8..]).ShouldBe(Masked(left[..8]), "the length's checksum");
            var data = left.Slice(12, (int)length);
            BinaryPrimitives.ReadUInt32LittleEndian(left[(12 + (int)length)..]).ShouldBe(Masked(data), "the data's checksum");
            events.Add(Parse(data.ToArray()));
            left = left[(16 + (int)length)..];
        }

        return events;
    }

    private static Event Parse(byte[] data)
    {
        var parsed = Event.Parser.ParseFrom(data);
        Forgetful.ParseFrom(data).CalculateSize().ShouldBe(parsed.CalculateSize(), "there are fields that TensorBoard does not know");
        return parsed;
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        const uint Castagnoli = 0x82f63b78;
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ Castagnoli;
        }

        crc = ~crc;
        return unchecked((crc >> 15 | crc << 17) + 0xa282ead8);
    }
}
