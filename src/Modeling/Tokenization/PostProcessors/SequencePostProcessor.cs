namespace Samantha.Modeling.Tokenization.PostProcessors;

/// <summary>Each post-processor works on what the one before it made.</summary>
internal sealed class SequencePostProcessor(IReadOnlyList<IPostProcessor> steps) : IPostProcessor
{
    public IReadOnlyList<EncodedPiece[]> Process(IReadOnlyList<EncodedPiece[]> sequences, bool addSpecialTokens) =>
        steps.Aggregate(sequences, (current, step) => step.Process(current, addSpecialTokens));
}
