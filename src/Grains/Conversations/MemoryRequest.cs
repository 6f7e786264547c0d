using System.Text.RegularExpressions;

namespace Samantha.Grains.Conversations;

/// <summary>Recognises that a user asks for something to be remembered.</summary>
internal static partial class MemoryRequest
{
    /// <summary>What the text asks to remember, or null.</summary>
    public static string? In(string text)
    {
        var match = Asking().Match(text);
        return match.Success ? match.Groups["fact"].Value.Trim().TrimEnd('.', '!') : null;
    }

    // Non-backtracking: the text is the user's.
    [GeneratedRegex(@"^\s*(hey\s*,?\s+)?(please\s*,?\s+)?remember\s+that\s+(?<fact>\S.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Asking();
}
