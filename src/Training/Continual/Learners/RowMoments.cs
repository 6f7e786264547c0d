using System.Numerics;
using System.Runtime.InteropServices;

namespace Samantha.Training.Continual.Learners;

/// <summary>
/// Adam's moments of a table, for sparse gradients as PyTorch's SparseAdam takes them: a step moves the rows that have a
/// gradient, and leaves the values and the moments of all others as they are. So it costs what it touches.
/// </summary>
/// <param name="parameter">The table.</param>
/// <param name="options">Settings.</param>
internal sealed class RowMoments(RowParameter parameter, AdamOptions options)
{
    private readonly float[] first = new float[parameter.Rows * parameter.Width];
    private readonly float[] second = new float[parameter.Rows * parameter.Width];
    private int steps;

    public void Clear() => parameter.ClearGradient();

    public void Step()
    {
        steps++;
        // The corrections count every step of the table, also those that left a row alone.
        var size = (float)(options.LearningRate / (1 - Math.Pow(options.Beta1, steps)));
        var root = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, steps)));
        var values = parameter.Values;
        var gradients = parameter.Gradient;
        foreach (var row in parameter.Touched)
            Move(parameter.Row(values, row), parameter.Row(gradients, row), parameter.Row(first, row), parameter.Row(second, row), size, root);
    }

    private void Move(Span<float> values, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares, float size, float root)
    {
        var (beta1, beta2, epsilon) = ((float)options.Beta1, (float)options.Beta2, new Vector<float>((float)options.Epsilon));
        var (rest1, rest2, decay) = ((float)(1 - options.Beta1), (float)(1 - options.Beta2), (float)(1 - options.LearningRate * options.WeightDecay));
        var w = MemoryMarshal.Cast<float, Vector<float>>(values);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        var m = MemoryMarshal.Cast<float, Vector<float>>(means);
        var v = MemoryMarshal.Cast<float, Vector<float>>(squares);
        for (var at = 0; at < w.Length; at++)
        {
            m[at] = m[at] * beta1 + g[at] * rest1;
            v[at] = v[at] * beta2 + g[at] * g[at] * rest2;
            w[at] = w[at] * decay - m[at] * size / (Vector.SquareRoot(v[at]) * root + epsilon);
        }
    }
}
