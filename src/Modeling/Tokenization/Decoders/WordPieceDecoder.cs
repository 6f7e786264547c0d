namespace Samantha.Modeling.Tokenization.Decoders;

/// <summary>Joins word pieces to words and puts a space between words; with <paramref name="cleanUp"/> none before punctuation and contractions.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleanUp) : IDecoder
{
    private static readonly (string From, string To)[] CleanUps =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
        (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    public TokenSink Open(TokenSink next) => new Sink(prefix, cleanUp, next);

    private sealed class Sink(string prefix, bool cleanUp, TokenSink next) : WholeTokenSink(next)
    {
        private bool _first = true;

        protected override void Decode(string token)
        {
            if (!_first)
                token = token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
            _first = false;
            if (cleanUp)
                token = CleanUps.Aggregate(token, (text, rule) => text.Replace(rule.From, rule.To, StringComparison.Ordinal));
            Emit(token);
        }
    }
}
