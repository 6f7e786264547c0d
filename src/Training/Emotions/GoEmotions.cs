using System.Globalization;
using Samantha.Modeling.Emotions;

namespace Samantha.Training.Emotions;

/// <summary>
/// The GoEmotions data set (Demszky et al., 2020): a folder with labels.txt, train.tsv, dev.tsv and test.tsv, each line a
/// text, a tab, the labels' indices with commas between, a tab and an id.
/// </summary>
public static class GoEmotions
{
    /// <summary>Reads one part of the data.</summary>
    /// <param name="folder">The data set's folder, or the one that holds it as <c>goemotions</c>.</param>
    /// <param name="part">train, dev or test.</param>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="FormatException">A line is not as above; the message says which, not what it holds.</exception>
    public static IReadOnlyList<EmotionExample> Read(string folder, string part)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(part);
        if (Directory.Exists(Path.Combine(folder, "goemotions")))
            folder = Path.Combine(folder, "goemotions");

        CheckLabels(folder);
        var path = Existing(folder, $"{part}.tsv");
        var examples = new List<EmotionExample>();
        foreach (var (i, line) in File.ReadLines(path).Index())
            examples.Add(Parse(line) ?? throw new FormatException($"{path}, line {i + 1}: not a text, a tab and the indices of labels."));
        return examples;
    }

    private static EmotionExample? Parse(string line)
    {
        var fields = line.Split('\t');
        if (fields.Length < 2)
            return null;

        var labels = new List<int>();
        foreach (var field in fields[1].Split(','))
        {
            if (!int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var label) || label >= EmotionLabels.Count)
                return null;
            labels.Add(label);
        }

        return new EmotionExample(fields[0], labels);
    }

    private static void CheckLabels(string folder)
    {
        var path = Existing(folder, "labels.txt");
        if (!File.ReadLines(path).Where(line => line.Length > 0).SequenceEqual(EmotionLabels.Names))
            throw new FormatException($"{path} does not hold the {EmotionLabels.Count} labels in their usual order.");
    }

    private static string Existing(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: give the folder of the GoEmotions data set.", path);
    }
}
