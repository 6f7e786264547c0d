using Samantha.Training.Data;

namespace Samantha.Training.Lessons;

/// <summary>
/// Other ways to ask the same, by rule: spelling and punctuation, polite frames, the words that carry the question alone,
/// and words left out. What is trained on and what is held out to measure with are made by different rules.
/// </summary>
internal static class QuestionVariants
{
    /// <summary>The share of a question's minor words that a random variant leaves out.</summary>
    private const double MinorDropped = 0.5;

    /// <summary>The share of its other words that a random variant leaves out.</summary>
    private const double MajorDropped = 0.12;

    // A question that begins anew begins with one of the first and up to two of the others.
    private static readonly string[] Beginnings =
    [
        "What", "Which", "When", "Where", "Who", "How", "Why", "Is", "Are", "Do", "Does", "Can", "Could", "Will", "Has", "Have", "I", "My", "There", "In", "At", "On", "For",
    ];

    private static readonly string[] Continuations =
    [
        "is", "are", "do", "does", "can", "i", "you", "the", "a", "to", "for", "of", "there", "have", "my", "it", "that", "any", "some",
    ];

    private static readonly char[] End = ['?', '!', '.', ' '];

    private static readonly HashSet<string> Minor = new(StringComparer.Ordinal)
    {
        "a", "an", "and", "any", "are", "at", "be", "can", "could", "did", "do", "does", "for", "from", "have", "has", "how", "i", "if", "in", "is",
        "it", "its", "know", "me", "my", "of", "on", "or", "please", "some", "tell", "that", "the", "their", "there", "this", "to", "was", "we",
        "what", "what's", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
    };

    private static readonly HashSet<string> Openers = new(StringComparer.Ordinal)
    {
        "what", "what's", "which", "who", "is", "are", "was", "were", "the", "can", "could", "you", "tell", "me", "do", "know", "please",
    };

    /// <summary>The question itself, then fixed variants of it.</summary>
    public static IReadOnlyList<string> Training(string question)
    {
        var (plain, key, core) = Parts(question);
        string[] variants =
        [
            question, plain, LowerFirst(question), plain.ToLowerInvariant() + "?", $"Hi, {LowerFirst(question)}", $"I have a question. {question}",
            $"Please tell me, {LowerFirst(question)}", $"{key}?", $"Tell me about {key}", $"I would like to know {core}.", $"Can you tell me {core}?",
            $"Okay. {question}",
        ];
        return [.. variants.Where(variant => variant.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Variants that no rule of <see cref="Training"/> makes.</summary>
    public static IReadOnlyList<string> HeldOut(string question)
    {
        var (plain, key, core) = Parts(question);
        var known = Training(question);
        string[] variants = [$"Hello! {question}", $"Quick question: {plain.ToLowerInvariant()}", $"Do you know {core}?", $"I need some information about {key}."];
        return [.. variants.Where(variant => !known.Contains(variant)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Variants that no rule of <see cref="Training"/> or <see cref="HeldOut"/> makes: since a version is chosen by the latter,
    /// these alone tell of it without bias.
    /// </summary>
    public static IReadOnlyList<string> Measured(string question)
    {
        var (plain, key, core) = Parts(question);
        var known = Training(question).Concat(HeldOut(question)).ToHashSet(StringComparer.Ordinal);
        string[] variants = [$"One more thing: {LowerFirst(plain)}?", $"Could you find out {core}?", $"I was wondering about {key}."];
        return [.. variants.Where(variant => !known.Contains(variant)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The question with words left out at random, most of them ones that carry little.</summary>
    public static string Random(string question, SplitMix64 random)
    {
        var words = question.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var kept = words.Where(word => random.NextDouble() >= (IsMinor(word) ? MinorDropped : MajorDropped)).ToList();
        var text = kept.Count == 0 ? question : string.Join(' ', kept);
        return random.Next(3) switch
        {
            0 => text.TrimEnd(End),
            1 => text.ToLowerInvariant(),
            _ => text,
        };
    }

    /// <summary>The question with another beginning drawn at random, which says little of what it asks for.</summary>
    public static string Reopened(string question, SplitMix64 random)
    {
        var rest = question.Trim().TrimEnd(End).Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(IsMinor).ToList();
        if (rest.Count == 0)
            return question;
        var beginning = Beginnings[random.Next(Beginnings.Length)];
        var continuations = Enumerable.Range(0, random.Next(3)).Select(_ => Continuations[random.Next(Continuations.Length)]);
        return string.Join(' ', [beginning, .. continuations, .. rest]) + "?";
    }

    private static (string Plain, string Key, string Core) Parts(string question)
    {
        var plain = question.Trim().TrimEnd(End);
        var words = plain.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var key = string.Join(' ', words.Where(word => !IsMinor(word)));
        var core = string.Join(' ', words.SkipWhile(word => Openers.Contains(Bare(word))));
        return (plain, key.Length > 0 ? key : plain, core.Length > 0 ? core : LowerFirst(plain));
    }

    /// <summary>Whether a word carries little of what a question asks for.</summary>
    public static bool IsMinor(string word) => Minor.Contains(Bare(word));

    private static string Bare(string word) => word.Trim(',', '.', '?', '!', ';', ':', '"').ToLowerInvariant();

    // "I" stays as it is.
    private static string LowerFirst(string text) =>
        text.Length > 1 && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
