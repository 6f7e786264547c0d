using System.Numerics;
using System.Runtime.InteropServices;

namespace Samantha.Training.Continual.Learners;

/// <summary>
/// Adam's moments of a table. A row without a gradient goes on moving by its momentum, which a step multiplies by β₁: after
/// <see cref="Momentum"/> steps what is left of it is below the rounding of a weight, and the row rests until it is touched
/// again. So the table comes out as if every row had been moved at every step, at the cost of what is in use.
/// </summary>
/// <remarks>A row that rests is not decayed either.</remarks>
internal sealed class RowMoments(RowParameter parameter, AdamOptions options)
{
    private readonly float[] first = new float[parameter.Rows * parameter.Width];
    private readonly float[] second = new float[parameter.Rows * parameter.Width];

    // The step at which a row was last touched or, while it rests, fell asleep; 0 before the first.
    private readonly int[] since = new int[parameter.Rows];
    private readonly bool[] isAwake = new bool[parameter.Rows];
    private readonly List<int> awake = [];
    private readonly int momentum = Momentum(options.Beta1);
    private int step;

    public RowParameter Parameter => parameter;

    /// <summary>Steps until a millionth of the momentum is left.</summary>
    public static int Momentum(double beta1) => beta1 <= 0 ? 1 : (int)Math.Ceiling(Math.Log(1e-6) / Math.Log(beta1));

    public void Step()
    {
        step++;
        foreach (var row in parameter.Touched)
            Wake(row);
        var size = (float)(options.LearningRate / (1 - Math.Pow(options.Beta1, step)));
        var root = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, step)));
        var values = parameter.Values;
        var gradients = parameter.Gradient;
        var width = parameter.Width;
        var rows = CollectionsMarshal.AsSpan(awake);
        var kept = 0;
        foreach (var row in rows)
        {
            var at = row * width;
            Move(values.Slice(at, width), gradients.Slice(at, width), first.AsSpan(at, width), second.AsSpan(at, width), size, root);
            if (step - since[row] < momentum)
                rows[kept++] = row;
            else
                (isAwake[row], since[row]) = (false, step);
        }

        awake.RemoveRange(kept, awake.Count - kept);
    }

    private void Wake(int row)
    {
        if (!isAwake[row])
        {
            isAwake[row] = true;
            awake.Add(row);
            // The second moment has gone on fading while the row rested.
            var faded = (float)Math.Pow(options.Beta2, step - 1 - since[row]);
            var (at, width) = (row * parameter.Width, parameter.Width);
            first.AsSpan(at, width).Clear();
            foreach (ref var value in second.AsSpan(at, width))
                value *= faded;
        }

        since[row] = step;
    }

    private void Move(Span<float> values, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares, float size, float root)
    {
        var (beta1, beta2, epsilon) = ((float)options.Beta1, (float)options.Beta2, (float)options.Epsilon);
        var decay = (float)(1 - options.LearningRate * options.WeightDecay);
        var w = MemoryMarshal.Cast<float, Vector<float>>(values);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        var m = MemoryMarshal.Cast<float, Vector<float>>(means);
        var v = MemoryMarshal.Cast<float, Vector<float>>(squares);
        for (var i = 0; i < w.Length; i++)
        {
            m[i] = m[i] * beta1 + g[i] * (1 - beta1);
            v[i] = v[i] * beta2 + g[i] * g[i] * (1 - beta2);
            w[i] = w[i] * decay - m[i] * size / (Vector.SquareRoot(v[i]) * root + new Vector<float>(epsilon));
        }

        for (var i = w.Length * Vector<float>.Count; i < values.Length; i++)
        {
            means[i] = means[i] * beta1 + gradients[i] * (1 - beta1);
            squares[i] = squares[i] * beta2 + gradients[i] * gradients[i] * (1 - beta2);
            values[i] = values[i] * decay - means[i] * size / (MathF.Sqrt(squares[i]) * root + epsilon);
        }
    }
}
