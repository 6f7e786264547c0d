using Samantha.Modeling;
using Samantha.Training.Data;

namespace Samantha.Training.Lessons;

/// <summary>
/// Questions that are put like the lessons' but ask for something else: the words that are rarest in a question are
/// exchanged for others. Held to the parent's replies to them, a model learns the lesson's subject and not its phrasing.
/// </summary>
internal static class NearQuestions
{
    /// <summary>The share of a question's major words that are exchanged, rarest first; at least one is.</summary>
    private const double Exchanged = 0.5;

    private static readonly char[] Marks = [',', '.', '?', '!', ';', ':', '"'];

    /// <summary>Makes questions near some lessons.</summary>
    /// <param name="lessons">The lessons.</param>
    /// <param name="dialogues">Where other words come from.</param>
    /// <param name="count">How many for each lesson.</param>
    /// <param name="random">Chooses the words.</param>
    public static IReadOnlyList<string> Make(IReadOnlyList<Lesson> lessons, IReadOnlyList<IReadOnlyList<DialogueTurn>> dialogues, int count, SplitMix64 random)
    {
        var spoken = dialogues.SelectMany(turns => turns).Where(turn => turn.Speaker == Speaker.User)
            .SelectMany(turn => turn.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(Bare).Where(word => word.Length > 2 && !QuestionVariants.IsMinor(word)).ToList();
        if (spoken.Count == 0)
            return [];
        var known = spoken.CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. lessons.SelectMany(lesson => Enumerable.Range(0, count).Select(_ => Exchange(lesson.Prompt, spoken, known, random)).OfType<string>())
            .Distinct(StringComparer.Ordinal)];
    }

    private static string? Exchange(string question, List<string> spoken, Dictionary<string, int> known, SplitMix64 random)
    {
        var words = question.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var major = words.Index().Where(word => !QuestionVariants.IsMinor(word.Item))
            .OrderBy(word => known.GetValueOrDefault(Bare(word.Item))).Select(word => word.Index).ToList();
        if (major.Count == 0)
            return null;
        foreach (var index in major.Take(Math.Max(1, (int)Math.Ceiling(major.Count * Exchanged))))
        {
            var word = words[index];
            words[index] = spoken[random.Next(spoken.Count)] + word[word.TrimEnd(Marks).Length..];
        }

        return string.Join(' ', words);
    }

    private static string Bare(string word) => word.Trim(Marks).ToLowerInvariant();
}
