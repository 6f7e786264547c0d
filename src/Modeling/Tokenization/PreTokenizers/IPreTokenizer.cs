using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.PreTokenizers;

/// <summary>Splits a text into the pieces that the model encodes one by one: the second step of the pipeline.</summary>
internal interface IPreTokenizer
{
    /// <summary>Appends the pieces of <paramref name="text"/>, in order.</summary>
    void Split(AlignedText text, List<AlignedText> pieces);
}
