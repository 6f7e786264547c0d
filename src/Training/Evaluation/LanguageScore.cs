namespace Samantha.Training.Evaluation;

/// <summary>How well a language model predicts documents.</summary>
/// <param name="Documents">Each document's score, in the order they were given.</param>
public sealed record LanguageScore(IReadOnlyList<DocumentScore> Documents)
{
    /// <summary>Bits a byte: all documents' bits over all their bytes.</summary>
    public double BitsPerByte { get; } = Documents.Sum(document => document.Bits) / Math.Max(1, Documents.Sum(document => (long)document.Bytes));

    /// <summary>exp of the mean loss of a token; only models of one vocabulary compare by it.</summary>
    public double Perplexity { get; } =
        Math.Exp(Documents.Sum(document => document.Bits) * Math.Log(2) / Math.Max(1, Documents.Sum(document => (long)document.Tokens)));
}
