using System.Globalization;
using Samantha.Modeling;

namespace Samantha.Training.Data;

/// <summary>
/// Says in which tone the assistant of a dialogue speaks, so that control tokens come to mean something: valence by the
/// words' entries in the VADER lexicon (Hutto and Gilbert 2014), arousal by exclamation marks. A tone is relative to
/// the other dialogues: each third of them is low, middle and high.
/// </summary>
public sealed class ToneTagger
{
    private const double ExclamationMark = 1.0;

    // Breaks ties between dialogues without a mark, the more the livelier, and never outweighs one.
    private const double Intensity = 0.01;

    private readonly Dictionary<string, double> lexicon;

    private ToneTagger(Dictionary<string, double> lexicon) => this.lexicon = lexicon;

    /// <summary>Reads the lexicon.</summary>
    /// <param name="dataSets">The data sets' root.</param>
    /// <exception cref="TrainingDataException">It is missing.</exception>
    public static ToneTagger Load(string dataSets)
    {
        using var reader = new StreamReader(DataFile.Open(Path.Combine(dataSets, "vader", "vader_lexicon.txt")));
        var lexicon = new Dictionary<string, double>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            if (fields.Length > 1 && double.TryParse(fields[1], CultureInfo.InvariantCulture, out var valence))
                lexicon[fields[0]] = valence;
        }

        return new ToneTagger(lexicon);
    }

    /// <summary>The control tokens of each dialogue.</summary>
    public IReadOnlyList<string> ControlTokens(IReadOnlyList<IReadOnlyList<DialogueTurn>> dialogues)
    {
        var tones = dialogues.Select(Measure).ToList();
        var valences = Ranks([.. tones.Select(tone => tone.Valence)]);
        var arousals = Ranks([.. tones.Select(tone => tone.Arousal)]);
        return [.. valences.Zip(arousals, DialogueFormat.ControlTokens)];
    }

    private (double Valence, double Arousal) Measure(IReadOnlyList<DialogueTurn> turns)
    {
        var (valence, intensity, marks, spoken) = (0.0, 0.0, 0, 0);
        foreach (var turn in turns.Where(turn => turn.Speaker == Speaker.Assistant))
        {
            spoken++;
            marks += turn.Text.Count(character => character == '!');
            foreach (var word in turn.Text.ToLowerInvariant().Split([' ', ',', '.', '!', '?', ';', ':'], StringSplitOptions.RemoveEmptyEntries))
            {
                var found = lexicon.GetValueOrDefault(word);
                valence += found;
                intensity += Math.Abs(found);
            }
        }

        return spoken == 0 ? default : (valence / spoken, (ExclamationMark * marks + Intensity * intensity) / spoken);
    }

    // Places in the order of all, spread over [-1, 1]; equal values share the middle of their places.
    private static double[] Ranks(double[] values)
    {
        var sorted = values.Order().ToArray();
        return [.. values.Select(value =>
        {
            var first = LowerBound(sorted, value);
            var end = LowerBound(sorted, Math.BitIncrement(value));
            return values.Length == 1 ? 0.0 : (first + end - 1.0) / (values.Length - 1.0) - 1.0;
        })];
    }

    private static int LowerBound(double[] sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
