using System.Numerics.Tensors;

namespace Samantha.Modeling.Emotions;

/// <summary>
/// A gated recurrent unit (Cho et al., 2014) in the variant that cuDNN and PyTorch compute: for input x and state h,
/// r = σ(W_r x + b_r + U_r h + c_r), z = σ(W_z x + b_z + U_z h + c_z), n = tanh(W_n x + b_n + r ⊙ (U_n h + c_n)) and
/// h' = n + z ⊙ (h - n). The gates lie below each other in the order r, z, n.
/// </summary>
/// <param name="Input">W: (3H, E), row by row.</param>
/// <param name="Recurrent">U: (3H, H), row by row.</param>
/// <param name="InputBias">b: (3H).</param>
/// <param name="RecurrentBias">c: (3H).</param>
internal sealed record GatedRecurrentUnit(float[] Input, float[] Recurrent, float[] InputBias, float[] RecurrentBias)
{
    /// <summary>H, the width of the state.</summary>
    public int Width => InputBias.Length / 3;

    /// <summary>Runs over a sequence from a state of zeros.</summary>
    /// <param name="inputs">(steps, E).</param>
    /// <param name="steps">How many there are.</param>
    /// <param name="reversed">Whether to begin with the last step.</param>
    /// <param name="states">Where the state after step t goes: element t · <paramref name="stride"/> and the H - 1 after it.</param>
    /// <param name="stride">The distance between two steps' states.</param>
    public void Run(ReadOnlySpan<float> inputs, int steps, bool reversed, Span<float> states, int stride)
    {
        var width = Width;
        var size = inputs.Length / steps;
        var fromInput = new float[3 * width];
        var fromState = new float[3 * width];
        ReadOnlySpan<float> state = new float[width];
        var gates = fromInput.AsSpan(0, 2 * width);
        var candidate = fromInput.AsSpan(2 * width);
        for (var step = 0; step < steps; step++)
        {
            var t = reversed ? steps - 1 - step : step;
            Dense.Apply(Input, inputs.Slice(t * size, size), InputBias, fromInput);
            Dense.Apply(Recurrent, state, RecurrentBias, fromState);
            TensorPrimitives.Add(gates, fromState.AsSpan(0, 2 * width), gates);
            TensorPrimitives.Sigmoid(gates, gates);
            TensorPrimitives.MultiplyAdd(gates[..width], fromState.AsSpan(2 * width), candidate, candidate);
            TensorPrimitives.Tanh(candidate, candidate);
            var next = states.Slice(t * stride, width);
            TensorPrimitives.Subtract(state, candidate, next);
            TensorPrimitives.MultiplyAdd(next, gates[width..], candidate, next);
            state = next;
        }
    }
}
