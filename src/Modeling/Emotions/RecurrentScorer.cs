using System.Numerics.Tensors;

namespace Samantha.Modeling.Emotions;

/// <summary>
/// A bidirectional gated recurrent network over the words, in which every label attends to the words that matter to it:
/// with states h_t, label c scores b_c + Σ_t softmax_t(a_c · h_t) (v_c · h_t) (per-label attention as in Mullenbach et al.,
/// 2018, equations 2 to 4).
/// </summary>
internal sealed class RecurrentScorer
{
    private static readonly float[] NoBiases = new float[EmotionLabels.Count];

    private readonly int embedding;
    private readonly int state;

    public RecurrentScorer(RecurrentWeights weights)
    {
        Weights = weights;
        state = weights.Forward.Width;
        embedding = state == 0 ? 0 : weights.Forward.Input.Length / (3 * state);
        foreach (var direction in new[] { weights.Forward, weights.Backward })
        {
            Check(direction.InputBias.Length == 3 * state && direction.RecurrentBias.Length == 3 * state);
            Check(direction.Input.Length == 3 * state * embedding && direction.Recurrent.Length == 3 * state * state);
        }

        Check(embedding > 0 && weights.Embedding.Length % embedding == 0);
        Check(weights.Attention.Length == EmotionLabels.Count * 2 * state && weights.Output.Length == weights.Attention.Length);
        Check(weights.Bias.Length == EmotionLabels.Count);
    }

    public RecurrentWeights Weights { get; }

    /// <summary>How many words it knows, those of padding and the unknown included.</summary>
    public int Words => Weights.Embedding.Length / embedding;

    /// <summary>Writes each label's score, the logarithm of the odds of the label before calibration.</summary>
    /// <param name="words">Ids below <see cref="Words"/>, at least one.</param>
    /// <param name="scores">28 numbers.</param>
    public void Score(ReadOnlySpan<int> words, Span<float> scores)
    {
        var steps = words.Length;
        var inputs = new float[steps * embedding];
        for (var t = 0; t < steps; t++)
            Weights.Embedding.AsSpan(words[t] * embedding, embedding).CopyTo(inputs.AsSpan(t * embedding));

        var states = new float[steps * 2 * state];
        Weights.Forward.Run(inputs, steps, reversed: false, states, 2 * state);
        Weights.Backward.Run(inputs, steps, reversed: true, states.AsSpan(state), 2 * state);

        var attention = new float[steps * EmotionLabels.Count];
        var values = new float[steps * EmotionLabels.Count];
        for (var t = 0; t < steps; t++)
        {
            var at = states.AsSpan(t * 2 * state, 2 * state);
            Dense.Apply(Weights.Attention, at, NoBiases, attention.AsSpan(t * EmotionLabels.Count, EmotionLabels.Count));
            Dense.Apply(Weights.Output, at, NoBiases, values.AsSpan(t * EmotionLabels.Count, EmotionLabels.Count));
        }

        Attend(attention, values, scores);
        TensorPrimitives.Add(scores, Weights.Bias, scores);
    }

    // Both are (steps, 28); the softmax goes over the steps.
    private static void Attend(ReadOnlySpan<float> attention, ReadOnlySpan<float> values, Span<float> scores)
    {
        Span<float> greatest = stackalloc float[EmotionLabels.Count];
        Span<float> shares = stackalloc float[EmotionLabels.Count];
        Span<float> total = stackalloc float[EmotionLabels.Count];
        greatest.Fill(float.NegativeInfinity);
        total.Clear();
        scores.Clear();
        for (var t = 0; t < attention.Length; t += EmotionLabels.Count)
            TensorPrimitives.Max(greatest, attention.Slice(t, EmotionLabels.Count), greatest);
        for (var t = 0; t < attention.Length; t += EmotionLabels.Count)
        {
            TensorPrimitives.Subtract(attention.Slice(t, EmotionLabels.Count), greatest, shares);
            TensorPrimitives.Exp(shares, shares);
            TensorPrimitives.Add(total, shares, total);
            TensorPrimitives.MultiplyAdd(shares, values.Slice(t, EmotionLabels.Count), scores, scores);
        }

        TensorPrimitives.Divide(scores, total, scores);
    }

    private static void Check(bool fits)
    {
        if (!fits)
            throw new ArgumentException("The weights' shapes do not fit together.");
    }
}
