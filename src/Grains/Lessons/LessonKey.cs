using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Samantha.Grains.Lessons;

/// <summary>
/// Keys of lessons: the same for all that replace each other. They hold nothing of what was said: of a taught question only
/// a hash, so that a key may stand in a record that outlives the words.
/// </summary>
public static class LessonKey
{
    private const string Turn = "turn", Fact = "fact";

    /// <summary>The key of whatever is learned from an author's turn.</summary>
    public static string OfTurn(long author, string turnId) => string.Create(CultureInfo.InvariantCulture, $"{Turn} {author} {turnId}");

    /// <summary>The key of an author's answer to a question, however it is spaced or capitalised.</summary>
    public static string OfFact(long author, string question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var plain = string.Join(' ', question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)).AsSpan(0, 8));
        return string.Create(CultureInfo.InvariantCulture, $"{Fact} {author} {hash}");
    }

    /// <summary>The turn that a key is of; null if it is of none.</summary>
    public static string? TurnIn(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Split(' ', 3) is [Turn, _, var turnId] ? turnId : null;
    }
}
