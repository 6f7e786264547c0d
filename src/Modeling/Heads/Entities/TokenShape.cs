namespace Samantha.Modeling.Heads.Entities;

/// <summary>What a token looks like, whatever its letters.</summary>
internal static class TokenShape
{
    /// <summary>Letters as A and a, digits as 0, each kind at most twice in a row: "iPhone6s" is "aAaa0a".</summary>
    public static string Shape(string token)
    {
        Span<char> shape = stackalloc char[token.Length];
        var length = 0;
        foreach (var unit in token)
        {
            var kind = char.IsUpper(unit) ? 'A' : char.IsLetter(unit) ? 'a' : char.IsDigit(unit) ? '0' : unit;
            if (length < 2 || shape[length - 1] != kind || shape[length - 2] != kind)
                shape[length++] = kind;
        }

        return shape[..length].ToString();
    }

    /// <summary>A token's kind: fewer of them than shapes, so each is known from many tokens.</summary>
    public static string Kind(string token) => token switch
    {
        ['@', _, ..] => "mention",
        ['#', _, ..] => "tag",
        _ when IsAddress(token) => "address",
        _ when !token.Any(char.IsLetterOrDigit) => "symbols",
        _ when token.All(unit => char.IsDigit(unit) || unit is ',' or '.' or ':') => "number",
        _ when char.IsUpper(token[0]) => token.Length > 1 && !token.Any(char.IsLower) ? "CAPITALS" : token.Skip(1).Any(char.IsUpper) ? "MiXed" : "Capital",
        _ when token.Any(char.IsUpper) => "camelCase",
        _ when token.Any(char.IsDigit) => "alph4numeric",
        _ => "small",
    };

    /// <summary>How a sentence treats capitals: where all or no words have them, they say little.</summary>
    public static string Style(IReadOnlyList<string> kinds)
    {
        var capitals = kinds.Count(kind => kind is "Capital" or "CAPITALS" or "MiXed");
        return capitals == 0 ? "none" : capitals > kinds.Count(kind => kind == "small") ? "most" : "some";
    }

    /// <summary>A token without what is its own alone: mentions and addresses are all the same, digits are 0.</summary>
    public static string Form(string token, string kind) => kind switch
    {
        "mention" => "@",
        "address" => "://",
        "number" => string.Concat(token.Select(unit => char.IsDigit(unit) ? '0' : unit)),
        _ => token.ToLowerInvariant(),
    };

    private static bool IsAddress(string token) =>
        token.StartsWith("http", StringComparison.Ordinal) || token.StartsWith("www.", StringComparison.Ordinal) || token.Contains("://", StringComparison.Ordinal);
}
