namespace Samantha.Modeling.Emotions;

/// <summary>
/// The weights of a <see cref="RecurrentScorer"/>, matrices row by row. V is the vocabulary, E the width of an embedding,
/// H that of a direction's state.
/// </summary>
/// <param name="Embedding">(V, E).</param>
/// <param name="Forward">The direction that reads from the first word to the last.</param>
/// <param name="Backward">The direction that reads from the last to the first.</param>
/// <param name="Attention">(28, 2H): what each label looks for.</param>
/// <param name="Output">(28, 2H): what it makes of what it looks at.</param>
/// <param name="Bias">(28).</param>
internal sealed record RecurrentWeights(
    float[] Embedding,
    GatedRecurrentUnit Forward,
    GatedRecurrentUnit Backward,
    float[] Attention,
    float[] Output,
    float[] Bias);
