namespace Samantha.Modeling.Tokenization.PostProcessors;

/// <summary>Leaves the white space that byte-level tokens begin and end with out of their offsets.</summary>
/// <param name="spelling">A token's spelling by id.</param>
/// <param name="addPrefixSpace">Whether the pre-tokenizer put a space before the text, which has no offset to leave out.</param>
internal sealed class ByteLevelPostProcessor(Func<int, string> spelling, bool addPrefixSpace) : IPostProcessor
{
    private const char SpelledSpace = 'Ġ';

    public IReadOnlyList<EncodedPiece[]> Process(IReadOnlyList<EncodedPiece[]> sequences, bool addSpecialTokens) =>
        [.. sequences.Select(sequence => sequence.Select(Trim).ToArray())];

    private EncodedPiece Trim(EncodedPiece piece, int index)
    {
        var token = spelling(piece.Id);
        var leading = token.TakeWhile(IsSpace).Count();
        var trailing = token.Reverse().TakeWhile(IsSpace).Count();
        var (start, end) = piece.Offset;
        if (addPrefixSpace && leading == 1 && (index == 0 || start == 0))
            leading = 0;
        start = Math.Min(start + leading, end);
        if (end >= trailing)
            end = Math.Max(end - trailing, start);
        return piece with { Offset = new TokenOffset(start, end) };
    }

    private static bool IsSpace(char c) => c == SpelledSpace || char.IsWhiteSpace(c);
}
