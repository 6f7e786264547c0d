using System.Globalization;
using System.Net;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Orleans.Runtime;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>The codecs of numbers, texts, times and identities.</summary>
internal static class ScalarCodecs
{
    public static IReadOnlyDictionary<Type, Codec> All { get; } = Create().ToDictionary(codec => codec.Type);

    private static IEnumerable<Codec> Create() =>
    [
        Varint<bool>(value => value ? 1u : 0, number => number != 0),
        Varint<char>(value => value, number => checked((char)number)),
        Varint<byte>(value => value, number => checked((byte)number)),
        Varint<ushort>(value => value, number => checked((ushort)number)),
        Varint<uint>(value => value, number => checked((uint)number)),
        Varint<ulong>(value => value, number => number),
        Varint<Rune>(value => (ulong)value.Value, number => new Rune(checked((int)number))),
        Signed<sbyte>(value => value, number => checked((sbyte)number)),
        Signed<short>(value => value, number => checked((short)number)),
        Signed<int>(value => value, number => checked((int)number)),
        Signed<long>(value => value, number => number),
        Signed<TimeSpan>(value => value.Ticks, number => new TimeSpan(number)),
        Signed<DateOnly>(value => value.DayNumber, number => DateOnly.FromDayNumber(checked((int)number))),
        Signed<TimeOnly>(value => value.Ticks, number => new TimeOnly(number)),
        Signed<Index>(value => value.IsFromEnd ? ~value.Value : value.Value, number => number < 0 ? Index.FromEnd(checked((int)~number)) : Index.FromStart(checked((int)number))),
        new ScalarCodec<Half>(WireKind.Fixed32, static (writer, value) => writer.WriteFixed32(BitConverter.HalfToUInt16Bits(value)), static reader => BitConverter.UInt16BitsToHalf(checked((ushort)reader.ReadFixed32()))),
        new ScalarCodec<float>(WireKind.Fixed32, static (writer, value) => writer.WriteFixed32(BitConverter.SingleToUInt32Bits(value)), static reader => BitConverter.UInt32BitsToSingle(reader.ReadFixed32())),
        new ScalarCodec<double>(WireKind.Fixed64, static (writer, value) => writer.WriteFixed64(BitConverter.DoubleToUInt64Bits(value)), static reader => BitConverter.UInt64BitsToDouble(reader.ReadFixed64())),
        new ScalarCodec<DateTime>(WireKind.Fixed64, static (writer, value) => writer.WriteFixed64((ulong)value.Ticks | (ulong)value.Kind << 62), static reader => ReadDateTime(reader.ReadFixed64())),
        new ScalarCodec<Guid>(WireKind.Fixed128, WriteGuid, static reader => new Guid(reader.Take(16))),
        new ScalarCodec<decimal>(WireKind.Fixed128, WriteDecimal, static reader => new decimal(MemoryMarshal.Cast<byte, int>(reader.Take(16)))),
        new ScalarCodec<Int128>(WireKind.Fixed128, static (writer, value) => WritePair(writer, (UInt128)value), static reader => (Int128)ReadPair(reader)),
        new ScalarCodec<UInt128>(WireKind.Fixed128, WritePair, ReadPair),
        new ScalarCodec<DateTimeOffset>(
            WireKind.Fixed128,
            static (writer, value) => WritePair(writer, new UInt128((ulong)value.Offset.Ticks, (ulong)value.Ticks)),
            static reader => ReadPair(reader) is var pair ? new DateTimeOffset((long)(ulong)pair, new TimeSpan((long)(ulong)(pair >> 64))) : default),
        new ScalarCodec<CancellationToken>(WireKind.Varint, static (writer, _) => writer.WriteVarint(0), static reader => reader.ReadVarint() == 0 ? default : new(true)),
        new ScalarCodec<BigInteger>(WireKind.Bytes, static (writer, value) => writer.WriteBytes(value.ToByteArray()), static reader => new BigInteger(reader.ReadBytes())),
        new ScalarCodec<string>(WireKind.Bytes, static (writer, value) => writer.WriteString(value), static reader => reader.ReadString()),
        Text<Uri>(value => value.OriginalString, text => new Uri(text, UriKind.RelativeOrAbsolute)),
        Text<Version>(value => value.ToString(), Version.Parse),
        Text<IPAddress>(value => value.ToString(), IPAddress.Parse),
        Text<IPEndPoint>(value => value.ToString(), IPEndPoint.Parse),
        Text<CultureInfo>(value => value.Name, CultureInfo.GetCultureInfo),
        Text<SiloAddress>(value => value.ToParsableString(), SiloAddress.FromParsableString),
        new ScalarCodec<IdSpan>(WireKind.Bytes, static (writer, value) => writer.WriteBytes(value.AsSpan()), static reader => IdSpanCache.Get(reader.ReadBytes())),
        new ScalarCodec<Type>(WireKind.Bytes, static (writer, value) => writer.WriteString(TypeNames.NameOf(value)), static reader => ReadType(reader.ReadString())),
    ];

    private static ScalarCodec<T> Varint<T>(Func<T, ulong> to, Func<ulong, T> from) =>
        new(WireKind.Varint, (writer, value) => writer.WriteVarint(to(value)), reader => from(reader.ReadVarint()));

    private static ScalarCodec<T> Signed<T>(Func<T, long> to, Func<long, T> from) =>
        new(WireKind.Varint, (writer, value) => writer.WriteSigned(to(value)), reader => from(reader.ReadSigned()));

    private static ScalarCodec<T> Text<T>(Func<T, string> to, Func<string, T> from) =>
        new(WireKind.Bytes, (writer, value) => writer.WriteString(to(value)), reader => from(reader.ReadString()));

    private static void WritePair(FieldWriter writer, UInt128 value)
    {
        writer.WriteFixed64((ulong)value);
        writer.WriteFixed64((ulong)(value >> 64));
    }

    private static UInt128 ReadPair(FieldReader reader)
    {
        var low = reader.ReadFixed64();
        return new UInt128(reader.ReadFixed64(), low);
    }

    // Not DateTime.ToBinary: it converts local times to the reader's zone.
    private static DateTime ReadDateTime(ulong bits) => new((long)(bits & ~(3ul << 62)), (DateTimeKind)(bits >> 62));

    private static void WriteGuid(FieldWriter writer, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes);
        writer.WriteRaw(bytes);
    }

    private static void WriteDecimal(FieldWriter writer, decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        writer.WriteRaw(MemoryMarshal.AsBytes(parts));
    }

    private static Type ReadType(string name) =>
        TypeNames.TryResolve(name) ?? throw new SerializerException($"The type \"{name}\" is not known here.");
}
