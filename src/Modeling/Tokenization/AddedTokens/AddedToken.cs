namespace Samantha.Modeling.Tokenization.AddedTokens;

/// <summary>A token that is found in the text itself, before the model sees it.</summary>
internal sealed record AddedToken(int Id, string Content)
{
    /// <summary>Left out when a text is decoded without special tokens.</summary>
    public bool Special { get; init; }

    /// <summary>Found in the normalized text, not in the text as given.</summary>
    public bool Normalized { get; init; }

    /// <summary>Not found inside a word.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Swallows the white space on its left.</summary>
    public bool LeftStrip { get; init; }

    /// <summary>Swallows the white space on its right.</summary>
    public bool RightStrip { get; init; }
}
