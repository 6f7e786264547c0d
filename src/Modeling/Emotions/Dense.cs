using System.Numerics;
using System.Runtime.InteropServices;

namespace Samantha.Modeling.Emotions;

/// <summary>Products of small matrices with vectors.</summary>
internal static class Dense
{
    /// <summary>y = W x + b.</summary>
    /// <param name="weights">W: (rows, columns), row by row.</param>
    /// <param name="x">(columns).</param>
    /// <param name="biases">b: (rows).</param>
    /// <param name="y">(rows).</param>
    public static void Apply(ReadOnlySpan<float> weights, ReadOnlySpan<float> x, ReadOnlySpan<float> biases, Span<float> y)
    {
        var columns = x.Length;
        var row = 0;

        // Four rows at a time read x once for all of them and keep four sums in flight.
        for (; row + 4 <= y.Length; row += 4)
        {
            var four = weights.Slice(row * columns, 4 * columns);
            var (a, b, c, d) = Dot(four[..columns], four.Slice(columns, columns), four.Slice(2 * columns, columns), four[(3 * columns)..], x);
            y[row] = a + biases[row];
            y[row + 1] = b + biases[row + 1];
            y[row + 2] = c + biases[row + 2];
            y[row + 3] = d + biases[row + 3];
        }

        for (; row < y.Length; row++)
            y[row] = System.Numerics.Tensors.TensorPrimitives.Dot(weights.Slice(row * columns, columns), x) + biases[row];
    }

    private static (float A, float B, float C, float D) Dot(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d, ReadOnlySpan<float> x)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var va = MemoryMarshal.Cast<float, Vector<float>>(a)[..vx.Length];
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b)[..vx.Length];
        var vc = MemoryMarshal.Cast<float, Vector<float>>(c)[..vx.Length];
        var vd = MemoryMarshal.Cast<float, Vector<float>>(d)[..vx.Length];
        Vector<float> sa = default, sb = default, sc = default, sd = default;
        for (var i = 0; i < vx.Length; i++)
        {
            sa = Vector.FusedMultiplyAdd(va[i], vx[i], sa);
            sb = Vector.FusedMultiplyAdd(vb[i], vx[i], sb);
            sc = Vector.FusedMultiplyAdd(vc[i], vx[i], sc);
            sd = Vector.FusedMultiplyAdd(vd[i], vx[i], sd);
        }

        float ra = Vector.Sum(sa), rb = Vector.Sum(sb), rc = Vector.Sum(sc), rd = Vector.Sum(sd);
        for (var i = vx.Length * Vector<float>.Count; i < x.Length; i++)
        {
            ra += a[i] * x[i];
            rb += b[i] * x[i];
            rc += c[i] * x[i];
            rd += d[i] * x[i];
        }

        return (ra, rb, rc, rd);
    }
}
