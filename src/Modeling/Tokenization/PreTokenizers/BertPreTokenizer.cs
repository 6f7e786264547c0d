using System.Text;
using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.PreTokenizers;

/// <summary>BERT's split: at white space, and around every punctuation mark.</summary>
internal sealed class BertPreTokenizer : IPreTokenizer
{
    public void Split(AlignedText text, List<AlignedText> pieces)
    {
        var words = new List<AlignedText>();
        TextSplitter.Split(text, Find(text.Text, Rune.IsWhiteSpace), SplitBehavior.Removed, invert: false, words);
        foreach (var word in words)
            TextSplitter.Split(word, Find(word.Text, IsPunctuation), SplitBehavior.Isolated, invert: false, pieces);
    }

    /// <summary>Unicode's punctuation, and ASCII's symbols with it.</summary>
    private static bool IsPunctuation(Rune rune) =>
        Rune.IsPunctuation(rune) || (rune.IsAscii && Rune.IsSymbol(rune));

    private static List<TokenOffset> Find(string text, Func<Rune, bool> isDelimiter)
    {
        var matches = new List<TokenOffset>();
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (isDelimiter(rune))
                matches.Add(new TokenOffset(position, position + rune.Utf16SequenceLength));
            position += rune.Utf16SequenceLength;
        }

        return matches;
    }
}
