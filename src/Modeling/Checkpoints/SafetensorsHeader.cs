using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Samantha.Modeling.Checkpoints;

/// <summary>
/// The header of a safetensors file: eight bytes of length (little-endian), a JSON object that names each tensor's type,
/// shape and range of bytes, then the bytes. The ranges must cover them without gap or overlap.
/// </summary>
internal static class SafetensorsHeader
{
    private const int LengthBytes = sizeof(ulong);
    private const long LongestHeader = 100_000_000;
    private const int MostDimensions = 16;
    private const string Remedy = "The file is damaged or is no safetensors file: download or write it again.";

    /// <summary>Reads and checks the header.</summary>
    /// <returns>The tensors in the order of their bytes, each with its offset in the file, and the file's own metadata.</returns>
    /// <exception cref="CheckpointException">Anything at all is wrong with it.</exception>
    public static (IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata) Read(Stream stream, string path)
    {
        Span<byte> prefix = stackalloc byte[LengthBytes];
        var length = stream.Length;
        if (length < LengthBytes)
            throw Fault(path, $"has {length} bytes, too few for a header.");
        stream.ReadExactly(prefix);
        var declared = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (declared > (ulong)Math.Min(length - LengthBytes, LongestHeader))
            throw Fault(path, $"declares a header of {declared} bytes, more than it holds or than is sensible.");

        var json = new byte[(int)declared];
        stream.ReadExactly(json);
        var start = LengthBytes + (long)declared;
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement, start, length - start, path);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            throw Fault(path, "has a header that is not valid JSON.", error);
        }
    }

    /// <summary>The header for tensors stored one after the other, padded with spaces to a multiple of eight bytes.</summary>
    public static byte[] Write(IEnumerable<(string Name, ScalarType Type, long[] Shape, long Bytes)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata)
                writer.WriteString(key, value);
            writer.WriteEndObject();
            var offset = 0L;
            foreach (var (name, type, shape, bytes) in tensors)
            {
                writer.WriteStartObject(name);
                writer.WriteString("dtype", SafetensorsType.Name(type));
                writer.WriteStartArray("shape");
                foreach (var size in shape)
                    writer.WriteNumberValue(size);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                writer.WriteNumberValue(offset += bytes);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        while (buffer.Length % LengthBytes != 0)
            buffer.WriteByte((byte)' ');
        var header = new byte[LengthBytes + buffer.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)buffer.Length);
        buffer.ToArray().CopyTo(header, LengthBytes);
        return header;
    }

    private static (IReadOnlyList<SafetensorsEntry>, IReadOnlyDictionary<string, string>) Parse(JsonElement root, long start, long available, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Fault(path, "has a header that is not a JSON object.");

        var metadata = new Dictionary<string, string>();
        var entries = new List<SafetensorsEntry>();
        foreach (var member in root.EnumerateObject())
        {
            if (member.Name == "__metadata__")
            {
                foreach (var item in Object(member.Value, member.Name, path).EnumerateObject())
                    metadata[item.Name] = item.Value.ToString();
            }
            else
            {
                entries.Add(Entry(member, start, available, path));
            }
        }

        entries.Sort((one, other) => (one.Offset, one.Bytes).CompareTo((other.Offset, other.Bytes)));
        var names = new HashSet<string>(StringComparer.Ordinal);
        var end = start;
        foreach (var entry in entries)
        {
            if (!names.Add(entry.Name))
                throw Fault(path, $"names the tensor {entry.Name} twice.");
            if (entry.Offset != end)
                throw Fault(path, $"has a gap or an overlap before the tensor {entry.Name}.");
            end = entry.Offset + entry.Bytes;
        }

        return end == start + available
            ? (entries, metadata)
            : throw Fault(path, $"holds {start + available - end} bytes that belong to no tensor.");
    }

    private static SafetensorsEntry Entry(JsonProperty member, long start, long available, string path)
    {
        var fields = Object(member.Value, member.Name, path);
        if (!fields.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || SafetensorsType.Find(dtype.GetString()!) is not { } type)
            throw Fault(path, $"stores the tensor {member.Name} in an unknown type.");

        var shape = Numbers(fields, "shape", member.Name, path);
        var range = Numbers(fields, "data_offsets", member.Name, path);
        if (shape.Length > MostDimensions || range.Length != 2 || range[0] > range[1] || range[1] > available)
            throw Fault(path, $"places the tensor {member.Name} outside its {available} bytes, or it was cut short.");

        if (Bytes(shape, SafetensorsType.Size(type)) != range[1] - range[0])
            throw Fault(path, $"gives the tensor {member.Name} a shape that does not fit its bytes.");
        return new SafetensorsEntry(member.Name, type, shape, start + range[0], range[1] - range[0]);
    }

    // Null when the product does not fit, empty dimensions aside: no file and no memory is that large.
    private static long? Bytes(long[] shape, long size)
    {
        var product = (Int128)size;
        foreach (var dimension in shape)
        {
            product *= Math.Max(1, dimension);
            if (product > long.MaxValue)
                return null;
        }

        return shape.Contains(0) ? 0 : (long)product;
    }

    private static JsonElement Object(JsonElement element, string name, string path) =>
        element.ValueKind == JsonValueKind.Object ? element : throw Fault(path, $"has a header whose {name} is not an object.");

    private static long[] Numbers(JsonElement fields, string field, string name, string path)
    {
        if (!fields.TryGetProperty(field, out var list) || list.ValueKind != JsonValueKind.Array)
            throw Fault(path, $"gives the tensor {name} no {field}.");
        var numbers = new long[list.GetArrayLength()];
        foreach (var (i, item) in list.EnumerateArray().Index())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out numbers[i]) || numbers[i] < 0)
                throw Fault(path, $"gives the tensor {name} a {field} that is not of whole numbers from 0.");
        }

        return numbers;
    }

    private static CheckpointException Fault(string path, string problem, Exception? inner = null) => new(path, problem, Remedy, inner);
}
