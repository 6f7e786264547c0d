using Samantha.Modeling.Tokenization.AddedTokens;
using Samantha.Modeling.Tokenization.Decoders;
using Samantha.Modeling.Tokenization.Models;
using Samantha.Modeling.Tokenization.PostProcessors;
using Samantha.Modeling.Tokenization.PreTokenizers;
using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization;

/// <summary>Normalizer (inside <see cref="AddedVocabulary"/>) → pre-tokenizer → model → post-processor, and the decoder for the way back.</summary>
internal sealed record TokenizerPipeline(
    AddedVocabulary AddedVocabulary,
    IPreTokenizer? PreTokenizer,
    ITokenModel Model,
    IPostProcessor? PostProcessor,
    IDecoder Decoder)
{
    public EncodedText Encode(IReadOnlyList<string> texts, bool addSpecialTokens, bool literal = false)
    {
        var sequences = new EncodedPiece[texts.Count][];
        for (var i = 0; i < sequences.Length; i++)
            sequences[i] = EncodeOne(texts[i], typeId: i, literal);

        var processed = PostProcessor is null ? sequences : PostProcessor.Process(sequences, addSpecialTokens);
        var pieces = processed.SelectMany(sequence => sequence).ToArray();
        return new EncodedText(
            Array.ConvertAll(pieces, piece => piece.Id),
            Array.ConvertAll(pieces, piece => piece.TypeId),
            Array.ConvertAll(pieces, piece => piece.Offset),
            Array.ConvertAll(pieces, piece => piece.Added));
    }

    /// <summary>The token as the decoder reads it; null for an unknown id, and for special tokens where they are not wanted.</summary>
    public string? TokenToDecode(int id, bool skipSpecialTokens)
    {
        var token = AddedVocabulary.Spelling(id) ?? Model.Token(id);
        return token is null || (skipSpecialTokens && AddedVocabulary.IsSpecial(token)) ? null : token;
    }

    private EncodedPiece[] EncodeOne(string text, int typeId, bool literal)
    {
        text = WellFormedText.From(text);
        var codePoints = WellFormedText.CodePointIndex(text);
        var output = new List<EncodedPiece>(text.Length / 3);
        var words = new List<AlignedText>();
        var tokens = new List<ModelToken>();
        foreach (var (part, added) in AddedVocabulary.Split(text, literal))
        {
            if (added is not null)
            {
                Add(added.Id, part.Origin(0, part.Text.Length));
                continue;
            }

            words.Clear();
            if (PreTokenizer is null)
                words.Add(part);
            else
                PreTokenizer.Split(part, words);

            foreach (var word in words)
            {
                if (word.Text.Length == 0)
                    continue;
                tokens.Clear();
                Model.Tokenize(word.Text, tokens);
                foreach (var (id, start, end) in tokens)
                    Add(id, word.Origin(start, end));
            }
        }

        return [.. output];

        void Add(int id, TokenOffset units)
        {
            var offset = codePoints is null ? units : new TokenOffset(codePoints[units.Start], codePoints[units.End]);
            output.Add(new EncodedPiece(id, typeId, offset, Added: false));
        }
    }
}
