using System.Text.RegularExpressions;

namespace Samantha.Grains.Lessons;

/// <summary>Texts as lessons are compared: words, without case and punctuation.</summary>
internal static partial class LessonText
{
    /// <summary>The words of a text, in their order.</summary>
    public static IReadOnlyList<string> Words(string text) => [.. Word().Matches(text).Select(match => match.Value.ToLowerInvariant())];

    /// <summary>A text by its words alone: equal for texts that say the same in the same words.</summary>
    public static string Plain(string text) => string.Join(' ', Words(text));

    [GeneratedRegex(@"[\p{L}\p{N}']+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
