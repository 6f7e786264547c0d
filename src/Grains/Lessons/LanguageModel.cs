using Samantha.Training.Lessons;

namespace Samantha.Grains.Lessons;

/// <summary>
/// Knows a language by the sequences of four letters in it, from what the model itself says in that language: its anchors.
/// Other languages, and what is no language, take more bits a letter. (Identification by n-grams: Cavnar and Trenkle 1994;
/// smoothing: Witten and Bell 1991.)
/// </summary>
public sealed class LanguageModel
{
    private const int Order = 4, Bits = 5, Symbols = 1 << Bits;

    // A blank, a digit and a letter that is rare; what remains of the symbols is for the commonest letters.
    private const int Blank = 0, Digit = 1, Rare = 2, FirstLetter = 3;

    // Above the usual bits a letter by so much, and a short text by so much more, a text is of another language. Of 15,000
    // English questions that the model never saw, one in a thousand is; German and French sentences and random letters are.
    private const double Slack = 2.7, ShortSlack = 30;

    // With less to learn from, whatever is new looks foreign.
    private const int FewestLetters = 10_000;

    private readonly Dictionary<char, int> _letters;
    private readonly int[][] _counts = [.. Enumerable.Range(1, Order).Select(length => new int[1 << (Bits * length)])];
    private readonly int[][] _totals = [.. Enumerable.Range(0, Order).Select(length => new int[1 << (Bits * length)])];
    private readonly int[][] _kinds = [.. Enumerable.Range(0, Order).Select(length => new int[1 << (Bits * length)])];
    private readonly double _usual;

    /// <summary>Learns a language.</summary>
    /// <param name="texts">Texts in it.</param>
    /// <param name="others">More of them, to see how many bits a letter are usual.</param>
    public LanguageModel(IReadOnlyList<string> texts, IReadOnlyList<string> others)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(others);
        _letters = texts.SelectMany(text => text).Select(char.ToLowerInvariant).Where(char.IsLetter).CountBy(letter => letter)
            .OrderByDescending(letter => letter.Value).ThenBy(letter => letter.Key).Take(Symbols - FirstLetter)
            .Select((letter, i) => (letter.Key, Symbol: FirstLetter + i)).ToDictionary(letter => letter.Key, letter => letter.Symbol);
        foreach (var text in texts)
            Learn(Read(text));
        _usual = others.Select(text => Surprise(Read(text))).Where(double.IsFinite).DefaultIfEmpty(0).Average();
    }

    /// <summary>The language of a model, as its anchors show it; null where they are too few to tell.</summary>
    public static LanguageModel? Of(AnchorFile anchors)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        var said = Said(anchors.Rehearsal);
        return said.Sum(text => text.Count(char.IsLetter)) < FewestLetters ? null : new LanguageModel(said, Said(anchors.HeldOut));
    }

    /// <summary>Whether a text is in the language. Of a text without letters nothing can be said, so it is.</summary>
    public bool Reads(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var symbols = Read(text);
        return symbols.Count <= 2 || Surprise(symbols) <= _usual + Slack + ShortSlack / (symbols.Count - 1);
    }

    private static IReadOnlyList<string> Said(IReadOnlyList<Anchor> anchors) => [.. anchors.SelectMany(anchor => anchor.Turns).Select(turn => turn.Text)];

    // What is neither letter nor digit separates words; a blank is at either end.
    private List<int> Read(string text)
    {
        var symbols = new List<int>(text.Length + 2) { Blank };
        foreach (var sign in text)
        {
            var symbol = char.IsDigit(sign) ? Digit : char.IsLetter(sign) ? _letters.GetValueOrDefault(char.ToLowerInvariant(sign), Rare) : Blank;
            if (symbol != Blank || symbols[^1] != Blank)
                symbols.Add(symbol);
        }

        if (symbols[^1] != Blank)
            symbols.Add(Blank);
        return symbols;
    }

    private void Learn(List<int> symbols)
    {
        for (var i = 1; i < symbols.Count; i++)
        {
            for (var (length, context) = (0, 0); length < Order && length <= i; length++)
            {
                if (length > 0)
                    context |= symbols[i - length] << (Bits * (length - 1));
                _totals[length][context]++;
                if (_counts[length][context << Bits | symbols[i]]++ == 0)
                    _kinds[length][context]++;
            }
        }
    }

    // The mean bits a symbol; infinite for none.
    private double Surprise(List<int> symbols)
    {
        var bits = 0.0;
        for (var i = 1; i < symbols.Count; i++)
            bits -= Math.Log2(Probability(symbols, i));
        return symbols.Count > 1 ? bits / (symbols.Count - 1) : double.PositiveInfinity;
    }

    private double Probability(List<int> symbols, int i)
    {
        var probability = 1.0 / 200;
        for (var (length, context) = (0, 0); length < Order && length <= i; length++)
        {
            if (length > 0)
                context |= symbols[i - length] << (Bits * (length - 1));
            var (total, kinds) = (_totals[length][context], _kinds[length][context]);
            if (total == 0)
                break;
            probability = (_counts[length][context << Bits | symbols[i]] + kinds * probability) / (total + kinds);
        }

        return probability;
    }
}
