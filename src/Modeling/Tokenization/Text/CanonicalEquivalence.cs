using System.Globalization;
using System.Text;

namespace Samantha.Modeling.Tokenization.Text;

/// <summary>
/// Canonical decomposition and composition (Unicode Standard Annex 15). Kept here because .NET normalizes nothing
/// beyond ASCII when it runs without culture data, and because offsets need to know which code point became which.
/// </summary>
internal static class CanonicalEquivalence
{
    // Hangul syllables are composed by arithmetic (Unicode 16, section 3.12).
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TrailCount = 28, SyllableCount = LeadCount * VowelCount * TrailCount;

    private static readonly Lazy<CanonicalTables> Tables = new(CanonicalTables.Load);

    /// <summary>Whether both normalization forms leave the text as it is, for all that a glance can tell.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text, bool decompose) =>
        !text.ContainsAnyExceptInRange('\0', decompose ? '\u00BF' : '\u02FF');

    /// <summary>Normalization Form D.</summary>
    public static List<RuneChange> Decompose(string text)
    {
        var output = new List<RuneChange>(text.Length);
        var decomposition = new List<Rune>();
        foreach (var rune in text.EnumerateRunes())
        {
            decomposition.Clear();
            Decompose(rune, decomposition);
            for (var i = 0; i < decomposition.Count; i++)
                output.Add(new RuneChange(decomposition[i], i == 0 ? 0 : 1));
        }

        Reorder(output);
        return output;
    }

    /// <summary>Composes what <see cref="Decompose(string)"/> gave: Normalization Form C.</summary>
    public static List<RuneChange> Compose(List<RuneChange> decomposed)
    {
        var output = new List<RuneChange>(decomposed.Count);
        var starter = -1;
        var lastClass = 0;
        foreach (var next in decomposed)
        {
            var nextClass = Class(next.Rune);
            // A mark is blocked from its starter by one of the same or a higher class, and by another starter.
            var adjacent = starter == output.Count - 1;
            if (starter >= 0 && (adjacent || lastClass < nextClass)
                && Compose(output[starter].Rune, next.Rune) is { } composed)
            {
                output[starter] = new RuneChange(composed, output[starter].Change + next.Change - 1);
                continue;
            }

            if (nextClass == 0)
                starter = output.Count;
            lastClass = nextClass;
            output.Add(next);
        }

        return output;
    }

    private static int Class(Rune rune) => Tables.Value.Classes.GetValueOrDefault(rune.Value);

    private static void Decompose(Rune rune, List<Rune> output)
    {
        var syllable = rune.Value - SyllableBase;
        if (syllable is >= 0 and < SyllableCount)
        {
            output.Add(new Rune(LeadBase + (syllable / (VowelCount * TrailCount))));
            output.Add(new Rune(VowelBase + (syllable % (VowelCount * TrailCount) / TrailCount)));
            if (syllable % TrailCount > 0)
                output.Add(new Rune(TrailBase + (syllable % TrailCount)));
        }
        else if (Tables.Value.Decompositions.TryGetValue(rune.Value, out var parts))
        {
            Decompose(new Rune(parts.First), output);
            if (parts.Second != 0)
                output.Add(new Rune(parts.Second));
        }
        else
        {
            output.Add(rune);
        }
    }

    private static Rune? Compose(Rune first, Rune second)
    {
        var (lead, vowel) = (first.Value - LeadBase, second.Value - VowelBase);
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
            return new Rune(SyllableBase + (((lead * VowelCount) + vowel) * TrailCount));

        var (syllable, trail) = (first.Value - SyllableBase, second.Value - TrailBase);
        if (syllable is >= 0 and < SyllableCount && syllable % TrailCount == 0 && trail is > 0 and < TrailCount)
            return new Rune(first.Value + trail);

        return Tables.Value.Compositions.TryGetValue((first.Value, second.Value), out var composed) ? new Rune(composed) : null;
    }

    /// <summary>Sorts each run of marks by class, equals in their order.</summary>
    private static void Reorder(List<RuneChange> runes)
    {
        for (var start = 0; start < runes.Count; start++)
        {
            var end = start;
            while (end < runes.Count && Class(runes[end].Rune) != 0)
                end++;
            if (end - start < 2)
                continue;
            var sorted = runes[start..end].OrderBy(rune => Class(rune.Rune)).ToArray();
            for (var i = 0; i < sorted.Length; i++)
                runes[start + i] = sorted[i];
            start = end;
        }
    }

    private sealed record CanonicalTables(
        Dictionary<int, int> Classes,
        Dictionary<int, (int First, int Second)> Decompositions,
        Dictionary<(int First, int Second), int> Compositions)
    {
        public static CanonicalTables Load()
        {
            var tables = new CanonicalTables([], [], []);
            var excluded = new HashSet<int>();
            using var reader = new StreamReader(typeof(CanonicalEquivalence).Assembly.GetManifestResourceStream("CanonicalEquivalence.txt")!);
            while (reader.ReadLine() is { } line)
            {
                var words = line.Split(' ');
                switch (words[0])
                {
                    case "class":
                        foreach (var codePoint in words.Skip(2).SelectMany(Range))
                            tables.Classes[codePoint] = int.Parse(words[1], CultureInfo.InvariantCulture);
                        break;
                    case "excluded":
                        excluded.UnionWith(words.Skip(1).SelectMany(Range));
                        break;
                    case "decompose":
                        foreach (var entry in words.Skip(1))
                            tables.Add(entry, excluded);
                        break;
                }
            }

            return tables;
        }

        private void Add(string entry, HashSet<int> excluded)
        {
            var codePoints = Array.ConvertAll(entry.Split('=', '+'), Hex);
            Decompositions[codePoints[0]] = (codePoints[1], codePoints.Length == 3 ? codePoints[2] : 0);
            if (codePoints.Length == 3 && !excluded.Contains(codePoints[0]))
                Compositions[(codePoints[1], codePoints[2])] = codePoints[0];
        }

        private static IEnumerable<int> Range(string range)
        {
            var ends = Array.ConvertAll(range.Split('-'), Hex);
            return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
        }

        private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
