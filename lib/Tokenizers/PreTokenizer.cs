namespace Microsoft.ML.Tokenizers;

/// <summary>Splits a text into the pieces that are encoded one by one.</summary>
public abstract class PreTokenizer
{
    /// <summary>The pieces of <paramref name="text"/>, in order, in UTF-16 units. What lies between them is not encoded.</summary>
    public abstract IEnumerable<(int Offset, int Length)> PreTokenize(string text);

    /// <summary>The pieces of <paramref name="text"/>, in order, in UTF-16 units. What lies between them is not encoded.</summary>
    public abstract IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text);
}
