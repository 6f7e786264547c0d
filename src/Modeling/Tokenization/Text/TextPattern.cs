namespace Samantha.Modeling.Tokenization.Text;

/// <summary>What a tokenizer.json calls a pattern: a literal string or a regular expression.</summary>
internal sealed class TextPattern
{
    private readonly string? _literal;
    private readonly UnicodeRegex? _regex;

    private TextPattern(string? literal, UnicodeRegex? regex)
    {
        _literal = literal;
        _regex = regex;
    }

    /// <summary>Whether a match is always one UTF-16 unit long, so that no match can span two fragments of a text.</summary>
    public bool IsSingleUnit => _literal is { Length: 1 };

    public static TextPattern Literal(string literal) => new(literal, null);

    public static TextPattern Regex(string pattern) => new(null, new UnicodeRegex(pattern));

    /// <summary>The matches in order, in UTF-16 units.</summary>
    public List<TokenOffset> Matches(string text)
    {
        if (_regex is not null)
            return _regex.Matches(text);

        var matches = new List<TokenOffset>();
        var literal = _literal!;
        if (literal.Length == 0)
            return matches;
        for (var i = text.IndexOf(literal, StringComparison.Ordinal); i >= 0; i = text.IndexOf(literal, i + literal.Length, StringComparison.Ordinal))
            matches.Add(new TokenOffset(i, i + literal.Length));
        return matches;
    }
}
