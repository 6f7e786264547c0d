namespace Samantha.Modeling.Tokenization.Models;

/// <summary>A token that a model found in a piece of text, at <c>[Start, End)</c> of its UTF-16 units.</summary>
internal readonly record struct ModelToken(int Id, int Start, int End);

/// <summary>Spells a piece of text with the tokens of a vocabulary: the third step of the pipeline.</summary>
internal interface ITokenModel
{
    /// <summary>The highest id of the vocabulary; -1 if it is empty.</summary>
    int HighestId { get; }

    /// <summary>Appends the tokens of <paramref name="piece"/>.</summary>
    void Tokenize(string piece, List<ModelToken> tokens);

    int? Id(string token);

    string? Token(int id);
}
