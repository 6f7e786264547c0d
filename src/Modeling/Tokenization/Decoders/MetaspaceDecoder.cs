namespace Samantha.Modeling.Tokenization.Decoders;

/// <summary>Puts spaces for SentencePiece's marks; without those of the first token, if the pre-tokenizer put one there.</summary>
internal sealed class MetaspaceDecoder(string mark, bool dropFirst) : IDecoder
{
    public TokenSink Open(TokenSink next) => new Sink(mark, dropFirst, next);

    private sealed class Sink(string mark, bool dropFirst, TokenSink next) : WholeTokenSink(next)
    {
        private bool _first = true;

        protected override void Decode(string token)
        {
            Emit(token.Replace(mark, _first && dropFirst ? "" : " ", StringComparison.Ordinal));
            _first = false;
        }
    }
}
