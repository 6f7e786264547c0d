using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.PreTokenizers;

/// <summary>
/// GPT-2's split. Bytes are left to the model, which spells them itself (see <see cref="Models.BpeModel"/>):
/// so this must be the last pre-tokenizer before a byte-level BPE.
/// </summary>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex) : IPreTokenizer
{
    private static readonly Lazy<UnicodeRegex> Pattern = new(() => new UnicodeRegex(SplitPatterns.Gpt2));

    public void Split(AlignedText text, List<AlignedText> pieces)
    {
        if (addPrefixSpace && !text.Text.StartsWith(' '))
            text = text.Prepend(" ");
        if (useRegex)
            TextSplitter.Split(text, Pattern.Value.Matches(text.Text), SplitBehavior.Isolated, invert: false, pieces);
        else
            pieces.Add(text);
    }
}
