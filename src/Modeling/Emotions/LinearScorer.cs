using System.Numerics.Tensors;

namespace Samantha.Modeling.Emotions;

/// <summary>One linear function of the n-grams for each label.</summary>
internal sealed class LinearScorer
{
    private readonly float[] weights;
    private readonly float[] biases;

    /// <param name="vocabulary">The n-grams.</param>
    /// <param name="weights">For each n-gram its weight for each label: shape (n-grams, 28), row by row.</param>
    /// <param name="biases">Shape (28).</param>
    public LinearScorer(NgramVocabulary vocabulary, float[] weights, float[] biases)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, vocabulary.Count * EmotionLabels.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(biases.Length, EmotionLabels.Count);
        Vocabulary = vocabulary;
        this.weights = weights;
        this.biases = biases;
    }

    public NgramVocabulary Vocabulary { get; }

    public ReadOnlySpan<float> Weights => weights;

    public ReadOnlySpan<float> Biases => biases;

    /// <summary>Writes each label's score, an unbounded number that is higher the likelier the label.</summary>
    public void Score(SparseVector text, Span<float> scores)
    {
        biases.CopyTo(scores);
        for (var i = 0; i < text.Indices.Length; i++)
        {
            var row = weights.AsSpan(text.Indices[i] * EmotionLabels.Count, EmotionLabels.Count);
            TensorPrimitives.MultiplyAdd(row, text.Values[i], scores, scores);
        }
    }
}
