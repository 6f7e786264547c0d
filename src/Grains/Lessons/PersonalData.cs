using System.Text.RegularExpressions;

namespace Samantha.Grains.Lessons;

/// <summary>
/// Recognises what is about someone's own life, by the ways of English to speak of oneself. It errs on the side of calling
/// something personal; questions about an account or an order are not.
/// </summary>
public static partial class PersonalData
{
    /// <summary>Whether a text is about its author's life.</summary>
    public static bool IsOwnLife(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Self().IsMatch(text);
    }

    [GeneratedRegex(
        @"\bmy\s+(own\s+|own\s+first\s+|first\s+|last\s+|middle\s+|full\s+|nick|sur)?(name|birthday|birth\s+date|age|home|house|street|address|wife|husband|spouse|partner|girlfriend|boyfriend|fianc\w+|mother|mom|mum|father|dad|parents?|son|daughter|kids?|child|children|baby|sister|brother|uncle|aunt|cousin|grand\w+|family|friends?|dog|cat|pet|boss|colleagues?|job|salary|doctor|therapist|illness|disease|diagnosis|health|religion|ex)\b" +
        @"|\b(i\s+am|i'm|i\s+was|im)\s+(called|named|born|married|divorced|single|pregnant|gay|lesbian|\d+\s+years)\b" +
        @"|\b(i\s+am|i'm|im)\s+from\b|\bi\s+(live|lived|work|worked|grew\s+up)\s+(in|at|for|with|near|on)\b" +
        @"|\bcall\s+me\s+\w+|\bwho\s+am\s+i\b|\b(where|when)\s+(do|did|was)\s+i\s+(live|work|born|grow)\b|\bhow\s+old\s+am\s+i\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Self();
}
