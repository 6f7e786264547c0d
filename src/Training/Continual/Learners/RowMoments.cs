using System.Numerics;
using System.Runtime.InteropServices;

namespace Samantha.Training.Continual.Learners;

/// <summary>
/// Adam's moments of a table. A row without a gradient goes on moving by its momentum, but nobody sees that before the row is
/// read: it moves then, by all the steps it has missed at once. What β₁ has multiplied <see cref="Momentum"/> times moves
/// nothing any more. So the table comes out as if every row had been moved at every step, and a step costs what it touches.
/// </summary>
internal sealed class RowMoments
{
    private readonly RowParameter parameter;
    private readonly AdamOptions options;
    private readonly float[] first;
    private readonly float[] second;

    // The last step that a row has made; 0 while it has never been touched.
    private readonly int[] made;

    // Of each number of missed steps, what is left of the first moment and of the root of the second.
    private readonly float[] fading;
    private readonly float[] fadingRoot;

    // Of each step so far: its size, and the correction of the root of the second moment. Step 0 is nobody's.
    private readonly List<float> sizes = [0];
    private readonly List<float> roots = [0];

    /// <param name="parameter">The table; it will ask for what its rows have missed.</param>
    /// <param name="options">Settings.</param>
    public RowMoments(RowParameter parameter, AdamOptions options)
    {
        (this.parameter, this.options) = (parameter, options);
        (first, second, made) = (new float[parameter.Rows * parameter.Width], new float[parameter.Rows * parameter.Width], new int[parameter.Rows]);
        var momentum = Momentum(options.Beta1);
        fading = [.. Enumerable.Range(0, momentum + 1).Select(missed => (float)Math.Pow(options.Beta1, missed))];
        fadingRoot = [.. Enumerable.Range(0, momentum + 1).Select(missed => (float)Math.Pow(options.Beta2, missed / 2.0))];
        parameter.Settling = Settle;
    }

    /// <summary>Steps until a millionth of the momentum is left.</summary>
    public static int Momentum(double beta1) => beta1 <= 0 ? 1 : (int)Math.Ceiling(Math.Log(1e-6) / Math.Log(beta1));

    public void Clear() => parameter.ClearGradient();

    public void Step()
    {
        foreach (var row in parameter.Touched)
            Settle(row);
        var step = sizes.Count;
        sizes.Add((float)(options.LearningRate / (1 - Math.Pow(options.Beta1, step))));
        roots.Add((float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, step))));
        var values = parameter.Unsettled;
        var gradients = parameter.Gradient;
        foreach (var row in parameter.Touched)
        {
            Move(parameter.Row(values, row), parameter.Row(gradients, row), parameter.Row(first, row), parameter.Row(second, row));
            made[row] = step;
        }
    }

    /// <summary>Moves a row by the steps that it has missed.</summary>
    private void Settle(int row)
    {
        var missed = sizes.Count - 1 - made[row];
        if (missed == 0 || (made[row] == 0 && options.WeightDecay == 0))
            return;
        var moving = made[row] == 0 ? 0 : Math.Min(missed, fading.Length - 1);
        Drift(parameter.Row(parameter.Unsettled, row), parameter.Row(first, row), parameter.Row(second, row), made[row], moving, missed);
        made[row] = sizes.Count - 1;
    }

    // The second moment fades so evenly that its root is taken once for all steps.
    private void Drift(Span<float> values, Span<float> means, Span<float> squares, int from, int moving, int missed)
    {
        Span<float> size = stackalloc float[moving];
        Span<float> root = stackalloc float[moving];
        for (var i = 0; i < moving; i++)
        {
            size[i] = sizes[from + i + 1] * fading[i + 1];
            root[i] = roots[from + i + 1] * fadingRoot[i + 1];
        }

        var (epsilon, decay) = (new Vector<float>((float)options.Epsilon), (float)(1 - options.LearningRate * options.WeightDecay));
        var rest = (float)Math.Pow(decay, missed - moving);
        var (left, leftSquare) = (moving == missed ? fading[moving] : 0, (float)Math.Pow(options.Beta2, missed));
        var w = MemoryMarshal.Cast<float, Vector<float>>(values);
        var m = MemoryMarshal.Cast<float, Vector<float>>(means);
        var v = MemoryMarshal.Cast<float, Vector<float>>(squares);
        for (var at = 0; at < w.Length; at++)
        {
            var (value, mean, deviation) = (w[at], m[at], Vector.SquareRoot(v[at]));
            for (var i = 0; i < size.Length; i++)
                value = value * decay - mean * size[i] / (deviation * root[i] + epsilon);
            (w[at], m[at], v[at]) = (value * rest, mean * left, v[at] * leftSquare);
        }
    }

    private void Move(Span<float> values, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares)
    {
        var (beta1, beta2, epsilon) = ((float)options.Beta1, (float)options.Beta2, new Vector<float>((float)options.Epsilon));
        var (rest1, rest2) = ((float)(1 - options.Beta1), (float)(1 - options.Beta2));
        var (size, root, decay) = (sizes[^1], roots[^1], (float)(1 - options.LearningRate * options.WeightDecay));
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
