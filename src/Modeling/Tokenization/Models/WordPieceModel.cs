using System.Text;
using Microsoft.ML.Tokenizers;

namespace Samantha.Modeling.Tokenization.Models;

/// <summary>WordPiece (Wu et al., 2016; Devlin et al., 2019). The spelling is <see cref="WordPieceTokenizer"/>'s; this counts a word's length in code points.</summary>
internal sealed class WordPieceModel : ITokenModel
{
    private readonly Vocabulary _vocabulary;
    private readonly int _unknownId;
    private readonly int _maxCodePoints;
    private readonly WordPieceTokenizer _tokenizer;

    /// <exception cref="TokenizerFormatException">The unknown token is missing, or a token cannot stand on a line of its own.</exception>
    public WordPieceModel(Vocabulary vocabulary, string unknownToken, string continuingSubwordPrefix, int maxCodePoints)
    {
        _vocabulary = vocabulary;
        _maxCodePoints = maxCodePoints;
        _unknownId = vocabulary.Id(unknownToken)
            ?? throw new TokenizerFormatException($"The unknown token '{unknownToken}' is not in the vocabulary. Export the tokenizer again.");
        if (maxCodePoints is < 1 or > 1 << 20)
            throw new TokenizerFormatException("'model.max_input_chars_per_word' must be from 1 to 1048576. Export the tokenizer again.");

        using var lines = new MemoryStream(Encoding.UTF8.GetBytes(Lines(vocabulary)));
        _tokenizer = WordPieceTokenizer.Create(lines, new WordPieceOptions
        {
            UnknownToken = unknownToken,
            ContinuingSubwordPrefix = continuingSubwordPrefix,
            // The tokenizer counts UTF-16 units, of which a code point has at most two.
            MaxInputCharsPerWord = 2 * maxCodePoints,
        });
    }

    public int HighestId => _vocabulary.HighestId;

    public int? Id(string token) => _vocabulary.Id(token);

    public string? Token(int id) => _vocabulary.Token(id);

    public void Tokenize(string piece, List<ModelToken> tokens)
    {
        if (piece.Length > _maxCodePoints && piece.EnumerateRunes().Count() > _maxCodePoints)
        {
            tokens.Add(new ModelToken(_unknownId, 0, piece.Length));
            return;
        }

        foreach (var token in _tokenizer.EncodeToTokens(piece, out _, considerPreTokenization: false, considerNormalization: false))
            tokens.Add(new ModelToken(token.Id, token.Offset.Start.Value, token.Offset.End.Value));
    }

    /// <summary>The vocabulary as the tokenizer reads it: a token a line, its id the line's number. An id that is not given is an empty line.</summary>
    private static string Lines(Vocabulary vocabulary)
    {
        if (vocabulary.HighestId >= 2 * vocabulary.Count + 1024)
            throw new TokenizerFormatException("The ids of the vocabulary are far apart. Export the tokenizer again.");

        var lines = new StringBuilder();
        for (var id = 0; id <= vocabulary.HighestId; id++)
        {
            var token = vocabulary.Token(id) ?? "";
            if (token.AsSpan().IndexOfAny('\r', '\n') >= 0)
                throw new TokenizerFormatException($"Token {id} of the vocabulary holds a line break. Export the tokenizer again.");
            lines.Append(token).Append('\n');
        }

        return lines.ToString();
    }
}
