namespace Samantha.Modeling.Tokenization.Decoders;

/// <summary>Each decoder works on what the one before it passes on.</summary>
internal sealed class SequenceDecoder(IReadOnlyList<IDecoder> steps) : IDecoder
{
    public TokenSink Open(TokenSink next) => steps.Reverse().Aggregate(next, (sink, step) => step.Open(sink));
}
