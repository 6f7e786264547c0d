using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.PreTokenizers;

/// <summary>Splits at the matches of a pattern.</summary>
internal sealed class SplitPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool invert) : IPreTokenizer
{
    public void Split(AlignedText text, List<AlignedText> pieces) =>
        TextSplitter.Split(text, pattern.Matches(text.Text), behavior, invert, pieces);
}
