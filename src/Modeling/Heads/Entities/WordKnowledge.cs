namespace Samantha.Modeling.Heads.Entities;

/// <summary>
/// What was read of words in raw text, for a tagger whose own sentences are few: names that no sentence of its has are told
/// by how others write them, and by which words they are used like (Miller, Guinness and Zamanian 2004).
/// </summary>
/// <param name="uses">Each word's use, by the word in lower case.</param>
/// <param name="divisions">Into how many sets of classes words are divided.</param>
public sealed class WordKnowledge(IReadOnlyDictionary<string, WordUse> uses, int divisions)
{
    private const int FewestInside = 3;
    private const string Unknown = "?";

    /// <summary>Of someone who has read nothing.</summary>
    public static WordKnowledge None { get; } = new(new Dictionary<string, WordUse>(), 0);

    public int Divisions => divisions;

    /// <summary>How common a word is, and how often it has a capital, roughly.</summary>
    internal string Habit(string word)
    {
        var use = uses.GetValueOrDefault(word);
        var common = use?.Count switch { null => "new", < 10 => "rare", < 300 => "known", _ => "common" };
        var capital = use is null || use.Inside < FewestInside ? Unknown : ((double)use.Capital / use.Inside) switch
        {
            < 0.02 => "never",
            < 0.1 => "seldom",
            < 0.4 => "often",
            < 0.8 => "mostly",
            _ => "always",
        };
        return $"{common} {capital}";
    }

    /// <summary>The word's class in a division; a tag's that of its word.</summary>
    internal string Class(string word, int division) =>
        uses.GetValueOrDefault(word.Length > 1 ? word.TrimStart('#') : word) is { Classes: { Count: > 0 } classes } ? $"{classes[division]}" : Unknown;
}
