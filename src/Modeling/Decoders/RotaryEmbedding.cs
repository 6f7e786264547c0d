using static TorchSharp.torch;

namespace Samantha.Modeling.Decoders;

/// <summary>
/// Turns queries and keys by their positions (Su et al. 2021, equation 34, with a head's first half as the real and its
/// second half as the imaginary parts). Tables of sines and cosines grow with the longest position seen.
/// </summary>
internal sealed class RotaryEmbedding(RotaryConfig config, int headDimension, int maxPositions) : IDisposable
{
    private const int FirstCapacity = 512;

    private readonly Lock growth = new();
    private readonly float[] frequencies = config.Frequencies(headDimension);
    private Tables? tables;

    /// <summary>The turns of positions 0 to count - 1, [count, 1, d] each.</summary>
    public Rotation First(int count, Device device) => Range(0, count, device);

    /// <summary>The turns of positions start to start + count - 1, [count, 1, d] each.</summary>
    public Rotation Range(int start, int count, Device device)
    {
        var (cosines, sines) = Reach(start + count, device);
        return new Rotation(cosines.narrow(0, start, count), sines.narrow(0, start, count));
    }

    /// <summary>The turns of positions, [N, 1, d] each.</summary>
    /// <param name="positions">[N], int64, each below the context's length.</param>
    public Rotation At(Tensor positions)
    {
        var (cosines, sines) = Reach(maxPositions, positions.device);
        return new Rotation(cosines.index_select(0, positions), sines.index_select(0, positions));
    }

    /// <summary>The turns of positions known on the host, [N, 1, d] each.</summary>
    public Rotation At(long[] positions, Device device)
    {
        var (cosines, sines) = Reach((int)positions.Max() + 1, device);
        using var indices = tensor(positions, device: device);
        return new Rotation(cosines.index_select(0, indices), sines.index_select(0, indices));
    }

    /// <summary>x·cos + swap(x)·sin, where swap exchanges the halves of a head; the sines hold its signs.</summary>
    /// <param name="heads">[…, N, heads, d].</param>
    /// <param name="rotation">[N, 1, d].</param>
    public Tensor Turn(Tensor heads, Rotation rotation)
    {
        using var swapped = heads.roll(headDimension / 2, -1);
        return heads.mul(rotation.Cosines).addcmul_(swapped, rotation.Sines, 1);
    }

    public void Dispose()
    {
        tables?.Cosines.Dispose();
        tables?.Sines.Dispose();
        tables = null;
    }

    private (Tensor Cosines, Tensor Sines) Reach(int positions, Device device)
    {
        if (positions > maxPositions)
            throw new ArgumentOutOfRangeException(nameof(positions), positions, $"The context holds {maxPositions} tokens.");

        lock (growth)
        {
            if (tables is null || tables.Capacity < positions || !SameDevice(tables.Device, device))
            {
                // The old tables are left to their finalizers: another thread may still be reading them.
                var capacity = Math.Max(positions, Math.Min(maxPositions, Math.Max(FirstCapacity, 2 * (tables?.Capacity ?? 0))));
                tables = Build(capacity, device);
            }

            return (tables.Cosines, tables.Sines);
        }
    }

    private Tables Build(int capacity, Device device)
    {
        var half = headDimension / 2;
        var cosines = new float[capacity * headDimension];
        var sines = new float[capacity * headDimension];
        for (var position = 0; position < capacity; position++)
        {
            for (var i = 0; i < half; i++)
            {
                var (sine, cosine) = MathF.SinCos(position * frequencies[i]);
                var at = position * headDimension + i;
                cosines[at] = cosines[at + half] = cosine;
                sines[at] = -sine;
                sines[at + half] = sine;
            }
        }

        // Training saves them for its backward pass, which it may not do with tensors made in inference mode.
        using var ordinary = inference_mode(false);
        return new Tables(ToTensor(cosines), ToTensor(sines), capacity, device);

        Tensor ToTensor(float[] values) =>
            tensor(values, [capacity, 1, headDimension], device: device).DetachFromDisposeScope();
    }

    private static bool SameDevice(Device one, Device other) => one.type == other.type && one.index == other.index;

    private sealed record Tables(Tensor Cosines, Tensor Sines, int Capacity, Device Device);
}
