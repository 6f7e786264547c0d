using System.Globalization;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;

namespace Samantha.Training.Heads;

/// <summary>
/// Sentiment by a lexicon, which learns nothing: the words' valences added up, those after a negation turned round, and
/// brought into [-1, 1] (the measure and the bars of VADER; Hutto and Gilbert 2014, without its rules for emphasis). It never
/// says ambiguous.
/// </summary>
internal sealed class LexiconPeer
{
    private const int NegationReach = 3;
    private const double Negated = -0.74;
    private const double Softness = 15;
    private const double Bar = 0.05;

    private static readonly string[] Negations = ["not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "isnt", "dont", "cant", "wont"];

    private readonly Dictionary<string, double> valences = [];

    /// <param name="dataSets">The folder of the lexicon, or the one that holds it as <c>vader</c>.</param>
    /// <exception cref="TrainingDataException">The lexicon is missing or malformed.</exception>
    public LexiconPeer(string dataSets)
    {
        var folder = Directory.Exists(Path.Combine(dataSets, "vader")) ? Path.Combine(dataSets, "vader") : dataSets;
        var path = Path.Combine(folder, "vader_lexicon.txt");
        if (!File.Exists(path))
            throw new TrainingDataException($"{path} is missing: give the folder of the VADER lexicon, or the one that holds it as vader.");
        foreach (var (i, line) in File.ReadLines(path).Where(line => line.Length > 0).Index())
        {
            if (line.Split('\t') is not [var word, var number, ..] || !double.TryParse(number, CultureInfo.InvariantCulture, out var valence))
                throw new TrainingDataException($"{path}, line {i + 1}: not a word, a tab and its valence.");
            valences[word] = valence;
        }
    }

    /// <summary>Measures it on a task's test texts.</summary>
    /// <param name="task">Sentiment.</param>
    public TextTaskReport Run(TextTask task) => new(
        task.Name,
        ClassificationReport.Compare([.. task.Test.Select(text => (int)Read(text.Text))], [.. task.Test.Select(text => text.Class)], task.Classes.Count),
        Scope: null);

    /// <summary>What a text comes to.</summary>
    internal Sentiment Read(string text)
    {
        string[] words = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Word)];
        var sum = words.Index().Sum(word => valences.GetValueOrDefault(word.Item) * (IsNegated(words, word.Index) ? Negated : 1));
        return (sum / Math.Sqrt(sum * sum + Softness)) switch
        {
            >= Bar => Sentiment.Positive,
            <= -Bar => Sentiment.Negative,
            _ => Sentiment.Neutral,
        };
    }

    // Emoticons are words of signs; of other words, signs at their ends are no part.
    private string Word(string token)
    {
        var word = token.ToLowerInvariant();
        return valences.ContainsKey(word) ? word : word.Trim('.', ',', '!', '?', ';', ':', '"', '\'', '(', ')', '*', '[', ']');
    }

    private static bool IsNegated(string[] words, int i) => words[Math.Max(0, i - NegationReach)..i].Any(word => Negations.Contains(word) || word.EndsWith("n't", StringComparison.Ordinal));
}
