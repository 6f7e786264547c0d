using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.PreTokenizers;

/// <summary>Each pre-tokenizer splits what the one before it left.</summary>
internal sealed class SequencePreTokenizer(IReadOnlyList<IPreTokenizer> steps) : IPreTokenizer
{
    public void Split(AlignedText text, List<AlignedText> pieces)
    {
        List<AlignedText> current = [text];
        foreach (var step in steps)
        {
            var next = new List<AlignedText>(current.Count);
            foreach (var piece in current)
                step.Split(piece, next);
            current = next;
        }

        pieces.AddRange(current);
    }
}
