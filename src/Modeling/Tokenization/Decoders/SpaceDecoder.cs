namespace Samantha.Modeling.Tokenization.Decoders;

/// <summary>What a tokenizer without a decoder does: tokens with a space between them.</summary>
internal sealed class SpaceDecoder : IDecoder
{
    public TokenSink Open(TokenSink next) => new Sink(next);

    private sealed class Sink(TokenSink next) : WholeTokenSink(next)
    {
        private bool _first = true;

        protected override void Decode(string token)
        {
            Emit(_first ? token : " " + token);
            _first = false;
        }
    }
}
