using static TorchSharp.torch;

namespace TorchSharp;

// TorchSharp's own format: the type, the number of sizes and the sizes, each in LEB128, then the elements' bytes.
public static partial class TensorExtensionMethods
{
    private const int BufferSize = 1 << 20;

    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        using var scope = NewDisposeScope();
        using var recording = no_grad();
        var local = tensor.cpu().contiguous();
        writer.Write7BitEncodedInt64((long)local.dtype);
        var shape = local.shape;
        writer.Write7BitEncodedInt64(shape.Length);
        foreach (var size in shape) writer.Write7BitEncodedInt64(size);
        writer.Flush();
        local.WriteBytesToStream(writer.BaseStream, BufferSize);
    }

    /// <summary>Reads into a tensor of the same type and shape; with skip it reads past.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (type != tensor.dtype)
            throw new ArgumentException("Mismatched tensor data types while loading. Make sure that the model you are loading into is exactly the same as the origin.");
        ReadElements(tensor, reader, shape, skip);
    }

    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        Tensor? tensor = null;
        Load(ref tensor, reader, skip);
        return tensor!;
    }

    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        tensor ??= zeros(shape, type);
        ReadElements(tensor, reader, shape, skip);
    }

    private static (ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        var type = (ScalarType)reader.Read7BitEncodedInt64();
        var shape = new long[reader.Read7BitEncodedInt64()];
        for (var i = 0; i < shape.Length; i++) shape[i] = reader.Read7BitEncodedInt64();
        return (type, shape);
    }

    private static void ReadElements(Tensor tensor, BinaryReader reader, long[] shape, bool skip)
    {
        if (!skip && !shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException("Mismatched tensor shape while loading. Make sure that the model you are loading into is exactly the same as the origin.");
        using var scope = NewDisposeScope();
        using var recording = no_grad();
        var read = zeros(shape, tensor.dtype, CPU);
        read.ReadBytesFromStream(reader.BaseStream, BufferSize);
        if (!skip) tensor.copy_(read);
    }
}
