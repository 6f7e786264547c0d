using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Samantha.Modeling.Layers;

/// <summary>
/// x Wᵀ for a few rows of x on the CPU, as in every step of serving. Such a product is bound by reading the matrix from
/// memory once. A general multiplication packs the matrix first, which costs as much again; this one takes the rows of x
/// past four rows of the matrix while those are in the nearest cache, and meanwhile has the next four fetched.
/// </summary>
/// <remarks>
/// Each number is summed in the same order however many rows there are: a sequence computes the same bits alone and in
/// company.
/// </remarks>
internal static unsafe class FewRows
{
    /// <summary>Floats in a vector.</summary>
    public const int Width = 8;

    private const int Tile = 4;
    private const int CacheLine = 64 / sizeof(float);

    // Measured on a 512 by 2816 matrix against the general multiplication: 2.5 times as fast on 2 rows, 1.7 times on 8,
    // equal at about 32.
    private const int Most = 32;

    /// <summary>Whether <see cref="Multiply(Tensor, Tensor)"/> takes these; no gradient may be recorded.</summary>
    /// <param name="input">[in] or [rows, in].</param>
    /// <param name="weight">[out, in].</param>
    public static bool Takes(Tensor input, Tensor weight) =>
        Fma.IsSupported
        && input.dim() <= 2
        && weight.shape is [var outputs, var inputs]
        && (input.dim() == 1 || input.shape[0] <= Most)
        && inputs % Width == 0
        && inputs * outputs * sizeof(float) <= int.MaxValue
        && weight.device_type == TorchSharp.DeviceType.CPU
        && weight.dtype == ScalarType.Float32
        && input.dtype == ScalarType.Float32
        && !is_grad_enabled();

    /// <summary>x Wᵀ.</summary>
    /// <returns>[out] or [rows, out].</returns>
    public static Tensor Multiply(Tensor input, Tensor weight)
    {
        using var copy = input.is_contiguous() ? null : input.contiguous();
        var dense = copy ?? input;
        long[] shape = input.dim() == 1 ? [weight.shape[0]] : [input.shape[0], weight.shape[0]];
        var output = empty(shape, ScalarType.Float32);
        fixed (byte* x = dense.bytes, w = weight.bytes, y = output.bytes)
            Multiply((float*)x, (float*)w, (float*)y, (int)(input.numel() / weight.shape[1]), (int)weight.shape[1], (int)weight.shape[0]);
        GC.KeepAlive(dense);
        GC.KeepAlive(weight);
        return output;
    }

    /// <summary>x Wᵀ where they lie.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="w">[outputs, inputs].</param>
    /// <param name="y">[rows, outputs].</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="inputs">A multiple of <see cref="Width"/>.</param>
    /// <param name="outputs">At least 1.</param>
    public static void Multiply(float* x, float* w, float* y, int rows, int inputs, int outputs)
    {
        var passes = (rows + 1) / 2;
        // Each pass fetches its share of the next four rows, a little with each vector that it multiplies.
        var share = Math.Max(1, Tile * Width / passes);
        for (var row = 0; row < outputs; row += Tile)
        {
            // The last tile overlaps the one before where four do not divide the outputs; so does the last pair of rows.
            var first = Math.Max(0, Math.Min(row, outputs - Tile));
            var last = Math.Min(Tile, outputs - first) - 1;
            var tile = w + (long)first * inputs;
            var next = tile + (long)Tile * inputs;
            for (var pass = 0; pass < passes; pass++, next += inputs / Width * share)
            {
                var one = 2 * pass;
                var two = Math.Min(one + 1, rows - 1);
                MultiplyTile(x + (long)one * inputs, x + (long)two * inputs, tile, y + (long)one * outputs + first, y + (long)two * outputs + first, inputs, last, next, share);
            }
        }
    }

    // Two rows of x by four of the matrix: eight independent sums keep both multipliers busy. Compiled in full at once:
    // the first steps of a process would else take many times as long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile(float* x0, float* x1, float* w0, float* y0, float* y1, int inputs, int last, float* next, int share)
    {
        int r1 = Math.Min(1, last), r2 = Math.Min(2, last), r3 = last;
        float* w1 = w0 + r1 * inputs, w2 = w0 + r2 * inputs, w3 = w0 + r3 * inputs;
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<float> b0 = default, b1 = default, b2 = default, b3 = default;
        for (var i = 0; i < inputs; i += Width, next += share)
        {
            Sse.Prefetch0(next);
            if (share > CacheLine)
                Sse.Prefetch0(next + CacheLine);
            var a = Vector256.Load(x0 + i);
            var b = Vector256.Load(x1 + i);
            var row = Vector256.Load(w0 + i);
            a0 = Fma.MultiplyAdd(row, a, a0);
            b0 = Fma.MultiplyAdd(row, b, b0);
            row = Vector256.Load(w1 + i);
            a1 = Fma.MultiplyAdd(row, a, a1);
            b1 = Fma.MultiplyAdd(row, b, b1);
            row = Vector256.Load(w2 + i);
            a2 = Fma.MultiplyAdd(row, a, a2);
            b2 = Fma.MultiplyAdd(row, b, b2);
            row = Vector256.Load(w3 + i);
            a3 = Fma.MultiplyAdd(row, a, a3);
            b3 = Fma.MultiplyAdd(row, b, b3);
        }

        y0[0] = Vector256.Sum(a0);
        y0[r1] = Vector256.Sum(a1);
        y0[r2] = Vector256.Sum(a2);
        y0[r3] = Vector256.Sum(a3);
        y1[0] = Vector256.Sum(b0);
        y1[r1] = Vector256.Sum(b1);
        y1[r2] = Vector256.Sum(b2);
        y1[r3] = Vector256.Sum(b3);
    }
}
