using System.Text;
using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Decoders;

/// <summary>Puts a string in place of every match of a pattern inside a token.</summary>
internal sealed class ReplaceDecoder(TextPattern pattern, string replacement) : IDecoder
{
    public TokenSink Open(TokenSink next) => pattern.IsSingleUnit ? new FragmentSink(this, next) : new TokenwiseSink(this, next);

    private string Replace(string text)
    {
        var replaced = new StringBuilder();
        var position = 0;
        foreach (var (start, end) in pattern.Matches(text))
        {
            replaced.Append(text, position, start - position).Append(replacement);
            position = end;
        }

        return replaced.Append(text, position, text.Length - position).ToString();
    }

    private sealed class FragmentSink(ReplaceDecoder decoder, TokenSink next) : TokenSink
    {
        public override void Append(string fragment) => next.Append(decoder.Replace(fragment));

        public override void EndToken() => next.EndToken();

        public override void Complete() => next.Complete();
    }

    private sealed class TokenwiseSink(ReplaceDecoder decoder, TokenSink next) : WholeTokenSink(next)
    {
        protected override void Decode(string token) => Emit(decoder.Replace(token));
    }
}
