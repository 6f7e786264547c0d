namespace Samantha.Modeling.Heads;

/// <summary>What an n-gram is made of.</summary>
public enum NgramKind
{
    /// <summary>Words in a row; two and more of them with the text's beginning and end.</summary>
    Words,

    /// <summary>Two different words of the text, wherever and in whatever order they stand.</summary>
    Pairs,

    /// <summary>Characters in a row, across words and the spaces around them.</summary>
    Characters,

    /// <summary>Characters in a row inside a word and the spaces around it.</summary>
    WordCharacters,
}
