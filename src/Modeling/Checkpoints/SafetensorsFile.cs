using static TorchSharp.torch;

namespace Samantha.Modeling.Checkpoints;

/// <summary>
/// A safetensors file, open for reading. The header is checked when it is opened; each tensor's bytes are read straight
/// into the tensor when it is asked for. Reading is safe from several threads.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    // A span counts bytes in 31 bits, and so larger tensors are read and written in pieces.
    private const long Piece = 1 << 27;

    private readonly FileStream stream;
    private readonly Dictionary<string, SafetensorsEntry> entries;

    private SafetensorsFile(string path, FileStream stream, IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        Path = path;
        this.stream = stream;
        this.entries = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        Metadata = metadata;
    }

    public string Path { get; }

    /// <summary>What the file's writer said about it.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors it holds, in no particular order.</summary>
    public IReadOnlyCollection<SafetensorsEntry> Entries => entries.Values;

    /// <summary>Opens a file and checks its header against its length.</summary>
    /// <exception cref="CheckpointException">It is missing, unreadable or malformed.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
            var (entries, metadata) = SafetensorsHeader.Read(stream, path);
            return new SafetensorsFile(path, stream, entries, metadata);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw new CheckpointException(path, "cannot be read.", "Check that it exists, is whole and that you may read it.", error);
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }

    public bool Contains(string name) => entries.ContainsKey(name);

    /// <summary>Reads a tensor as it is stored, on the CPU.</summary>
    /// <exception cref="CheckpointException">The file lacks it or was cut short meanwhile.</exception>
    public Tensor Read(string name)
    {
        if (!entries.TryGetValue(name, out var entry))
            throw new CheckpointException(Path, $"lacks the tensor {name}.", "Use the checkpoint that belongs to this model.");

        var tensor = empty([.. entry.Shape], entry.Type);
        try
        {
            ReadInto(tensor, entry);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>Writes tensors to a file, in the order of their names, and flushes it to the disk.</summary>
    /// <param name="path">The file; it must not exist.</param>
    /// <param name="tensors">Tensors on any device, each with its name.</param>
    /// <param name="type">Stores floating-point numbers as this; null keeps each tensor's own type.</param>
    /// <param name="metadata">What to say about the file.</param>
    public static void Write(
        string path,
        IEnumerable<(string Name, Tensor Tensor)> tensors,
        WeightType? type = null,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        var sorted = tensors.OrderBy(item => item.Name, StringComparer.Ordinal).ToList();
        var layout = sorted.Select(item =>
        {
            var stored = Stored(item.Tensor, type);
            return (item.Name, stored, item.Tensor.shape, item.Tensor.numel() * SafetensorsType.Size(stored));
        });
        metadata ??= new Dictionary<string, string> { ["format"] = "pt" };
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1);
        stream.Write(SafetensorsHeader.Write(layout, metadata));
        using var ungraded = no_grad();
        foreach (var (_, tensor) in sorted)
        {
            using var scope = NewDisposeScope();
            using var flat = tensor.detach().to(Stored(tensor, type)).cpu().contiguous().view(-1);
            ForEachPiece(flat, (piece, _) => stream.Write(piece.bytes));
        }

        stream.Flush(flushToDisk: true);
    }

    public void Dispose() => stream.Dispose();

    private void ReadInto(Tensor tensor, SafetensorsEntry entry)
    {
        using var flat = tensor.view(-1);
        ForEachPiece(flat, (piece, skipped) =>
        {
            var buffer = piece.bytes;
            var offset = entry.Offset + skipped * SafetensorsType.Size(entry.Type);
            while (!buffer.IsEmpty)
            {
                var read = RandomAccess.Read(stream.SafeFileHandle, buffer, offset);
                if (read == 0)
                    throw new CheckpointException(Path, $"ends inside the tensor {entry.Name}.", "Download or write it again.");
                buffer = buffer[read..];
                offset += read;
            }
        });
    }

    private static void ForEachPiece(Tensor flat, Action<Tensor, long> action)
    {
        for (var start = 0L; start < flat.numel(); start += Piece)
        {
            using var piece = flat.narrow(0, start, Math.Min(Piece, flat.numel() - start));
            action(piece, start);
        }
    }

    private static ScalarType Stored(Tensor tensor, WeightType? type) => type switch
    {
        null => tensor.dtype,
        _ when !tensor.is_floating_point() => tensor.dtype,
        WeightType.Float32 => ScalarType.Float32,
        WeightType.Float16 => ScalarType.Float16,
        WeightType.BFloat16 => ScalarType.BFloat16,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
