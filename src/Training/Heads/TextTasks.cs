using Samantha.Modeling.Emotions;
using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Data;
using Samantha.Training.Emotions;

namespace Samantha.Training.Heads;

/// <summary>The tasks that heads are measured on, read from the folder of the data sets.</summary>
public static class TextTasks
{
    /// <summary>CLINC150's intents, and queries of none (Larson et al. 2019).</summary>
    public static TextTask Intents(string dataSets)
    {
        var data = Clinc150.Read(dataSets);
        IReadOnlyList<LabelledText> Texts(string split) =>
            [.. data.Split(split).Concat(data.OutOfScopeSplit(split)).Select(query => new LabelledText(query.Text, query.Class))];
        return new TextTask("intents", data.Intents, Texts("train"), Texts("val"), Texts("test"));
    }

    /// <summary>Banking77's intents (Casanueva et al. 2020).</summary>
    public static TextTask Banking(string dataSets)
    {
        var folder = Directory.Exists(Path.Combine(dataSets, "banking77")) ? Path.Combine(dataSets, "banking77") : dataSets;
        var train = CsvFile.Read(Path.Combine(folder, "train.csv"));
        var test = CsvFile.Read(Path.Combine(folder, "test.csv"));
        List<string> classes = [.. train.Select(row => row[1]).Distinct().Order(StringComparer.Ordinal)];
        IReadOnlyList<LabelledText> Texts(IEnumerable<IReadOnlyList<string>> rows) => [.. rows.Select(row => new LabelledText(row[0], classes.IndexOf(row[1])))];
        return new TextTask("banking", classes, Texts(train), [], Texts(test));
    }

    /// <summary>
    /// Sentiment as GoEmotions' annotators felt it: its emotions are grouped as its authors group them (Demszky et al. 2020,
    /// figure 2), and texts whose emotions are of one group are kept.
    /// </summary>
    public static TextTask Sentiment(string dataSets)
    {
        IReadOnlyList<LabelledText> Texts(string part) =>
        [
            .. from example in GoEmotions.Read(dataSets, part)
               let groups = example.Labels.Select(label => (int)SentimentOf(EmotionLabels.Names[label])).Distinct().ToArray()
               where groups.Length == 1
               select new LabelledText(example.Text, groups[0]),
        ];
        return new TextTask("sentiment", Enum.GetNames<Sentiment>(), Texts("train"), [], Texts("test"));
    }

    private static Sentiment SentimentOf(string emotion) => emotion switch
    {
        "neutral" => Heads.Sentiment.Neutral,
        "realization" or "surprise" or "curiosity" or "confusion" => Heads.Sentiment.Ambiguous,
        "admiration" or "amusement" or "approval" or "caring" or "desire" or "excitement" or "gratitude" or "joy" or "love"
            or "optimism" or "pride" or "relief" => Heads.Sentiment.Positive,
        _ => Heads.Sentiment.Negative,
    };
}
