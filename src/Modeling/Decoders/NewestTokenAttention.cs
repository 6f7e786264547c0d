using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Samantha.Modeling.Layers;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Samantha.Modeling.Decoders;

/// <summary>
/// Attention of one new token to its past and itself on the CPU, as every reply being written needs it in every step:
/// softmax(q Kᵀ / √d) V for each head. The numbers are few, so calling operators one by one takes several times as long as
/// computing them.
/// </summary>
internal static unsafe class NewestTokenAttention
{
    private const int Columns = 4 * FewRows.Width;

    public static bool Takes(Device device, long headDimension) =>
        Fma.IsSupported && device.type == TorchSharp.DeviceType.CPU && headDimension % FewRows.Width == 0;

    /// <summary>Writes a token's keys and values into its sequence's cache, and what it attends to into a row of the output.</summary>
    /// <param name="turned">[N, heads + kv heads, d], dense: the queries and keys of all tokens, turned by their positions.</param>
    /// <param name="fused">[N, heads + 2 kv heads, d], dense: its last heads are the values.</param>
    /// <param name="row">The token's row in these and in the output.</param>
    /// <param name="cache">The sequence's cache, with room for the token.</param>
    /// <param name="layer">The layer's number in the cache.</param>
    /// <param name="output">[N, heads · d], dense.</param>
    public static void Attend(Tensor turned, Tensor fused, int row, KeyValueCache cache, int layer, Tensor output)
    {
        var (keys, values) = cache.Layer(layer);
        var dimension = (int)turned.shape[2];
        var keyHeads = (int)(fused.shape[1] - turned.shape[1]);
        var heads = (int)turned.shape[1] - keyHeads;
        var (group, length) = (heads / keyHeads, cache.Length + 1);
        var scores = ArrayPool<float>.Shared.Rent(group * length);
        fixed (byte* turnedBytes = turned.bytes, fusedBytes = fused.bytes, keyBytes = keys.bytes, valueBytes = values.bytes, outputBytes = output.bytes)
        fixed (float* weights = scores)
        {
            var query = (float*)turnedBytes + (long)row * (heads + keyHeads) * dimension;
            var newKeys = query + (long)heads * dimension;
            var newValues = (float*)fusedBytes + ((long)row * (heads + 2 * keyHeads) + heads + keyHeads) * dimension;
            var result = (float*)outputBytes + (long)row * heads * dimension;
            for (var head = 0; head < keyHeads; head++)
            {
                var start = (long)head * cache.Capacity * dimension;
                float* headKeys = (float*)keyBytes + start, headValues = (float*)valueBytes + start;
                Copy(newKeys + head * dimension, headKeys + (long)cache.Length * dimension, dimension);
                Copy(newValues + head * dimension, headValues + (long)cache.Length * dimension, dimension);

                // The query heads of a group share their keys: together they are a few rows.
                FewRows.Multiply(query + head * group * dimension, headKeys, weights, group, dimension, length);
                for (var member = 0; member < group; member++)
                {
                    var own = weights + member * length;
                    var sum = Exponentials(new Span<float>(own, length), 1 / MathF.Sqrt(dimension));
                    Sum(own, headValues, result + (head * group + member) * dimension, length, dimension, 1 / sum);
                }
            }
        }

        ArrayPool<float>.Shared.Return(scores);
        GC.KeepAlive(turned);
        GC.KeepAlive(fused);
        GC.KeepAlive(cache);
    }

    // The scores become e^(scaled score - largest).
    private static float Exponentials(Span<float> scores, float scale)
    {
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max(scores), scores);
        TensorPrimitives.Multiply(scores, scale, scores);
        TensorPrimitives.Exp(scores, scores);
        return TensorPrimitives.Sum<float>(scores);
    }

    // Σ weight · value over the tokens, times the scale.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(float* weights, float* values, float* result, int length, int dimension, float scale)
    {
        var factor = Vector256.Create(scale);
        var column = 0;
        for (; column + Columns <= dimension; column += Columns)
        {
            Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
            var value = values + column;
            for (var token = 0; token < length; token++, value += dimension)
            {
                var weight = Vector256.Create(weights[token]);
                s0 = Fma.MultiplyAdd(weight, Vector256.Load(value), s0);
                s1 = Fma.MultiplyAdd(weight, Vector256.Load(value + FewRows.Width), s1);
                s2 = Fma.MultiplyAdd(weight, Vector256.Load(value + 2 * FewRows.Width), s2);
                s3 = Fma.MultiplyAdd(weight, Vector256.Load(value + 3 * FewRows.Width), s3);
            }

            (s0 * factor).Store(result + column);
            (s1 * factor).Store(result + column + FewRows.Width);
            (s2 * factor).Store(result + column + 2 * FewRows.Width);
            (s3 * factor).Store(result + column + 3 * FewRows.Width);
        }

        for (; column < dimension; column += FewRows.Width)
        {
            Vector256<float> sum = default;
            var value = values + column;
            for (var token = 0; token < length; token++, value += dimension)
                sum = Fma.MultiplyAdd(Vector256.Create(weights[token]), Vector256.Load(value), sum);
            (sum * factor).Store(result + column);
        }
    }

    private static void Copy(float* from, float* to, int count) =>
        new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
}
