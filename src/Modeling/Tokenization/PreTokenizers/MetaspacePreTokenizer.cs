using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.PreTokenizers;

/// <summary>Where a text gets a mark before its first word.</summary>
internal enum PrependScheme
{
    Always,
    First,
    Never,
}

/// <summary>SentencePiece's split: a mark takes the place of each space and begins a word.</summary>
internal sealed class MetaspacePreTokenizer(string mark, PrependScheme prependScheme, bool split) : IPreTokenizer
{
    private readonly TextPattern _space = TextPattern.Literal(" ");
    private readonly TextPattern _mark = TextPattern.Literal(mark);

    public void Split(AlignedText text, List<AlignedText> pieces)
    {
        text = text.Replace(_space.Matches(text.Text), mark);
        var wanted = prependScheme == PrependScheme.Always || (prependScheme == PrependScheme.First && text.OriginalStart == 0);
        if (wanted && !text.Text.StartsWith(mark, StringComparison.Ordinal))
            text = text.Prepend(mark);

        if (split)
            TextSplitter.Split(text, _mark.Matches(text.Text), SplitBehavior.MergedWithNext, invert: false, pieces);
        else
            pieces.Add(text);
    }
}
