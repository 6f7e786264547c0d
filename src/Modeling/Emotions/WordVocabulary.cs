namespace Samantha.Modeling.Emotions;

/// <summary>The words that the recurrent networks know, each with an id.</summary>
internal sealed class WordVocabulary
{
    /// <summary>The id that fills up the shorter texts of a batch.</summary>
    public const int Padding = 0;

    /// <summary>The id of every word that is not known.</summary>
    public const int Unknown = 1;

    private const int FirstWord = 2;

    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);

    /// <param name="words">The words in the order of their ids.</param>
    /// <exception cref="ArgumentException">One is there twice.</exception>
    public WordVocabulary(IReadOnlyList<string> words)
    {
        Words = words;
        foreach (var (i, word) in words.Index())
        {
            if (!ids.TryAdd(word, FirstWord + i))
                throw new ArgumentException("A word is there twice.", nameof(words));
        }
    }

    public IReadOnlyList<string> Words { get; }

    /// <summary>The number of ids, those of padding and the unknown included.</summary>
    public int Count => FirstWord + Words.Count;

    public int[] Encode(IReadOnlyList<EmotionToken> tokens) =>
        [.. tokens.Select(token => ids.GetValueOrDefault(token.Form, Unknown))];
}
