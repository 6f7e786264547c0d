namespace Samantha.Modeling.Tokenization.Decoders;

/// <summary>Makes one token of all.</summary>
internal sealed class FuseDecoder : IDecoder
{
    public TokenSink Open(TokenSink next) => new Sink(next);

    private sealed class Sink(TokenSink next) : TokenSink
    {
        public override void Append(string fragment) => next.Append(fragment);

        public override void EndToken()
        {
        }

        public override void Complete()
        {
            next.EndToken();
            next.Complete();
        }
    }
}
