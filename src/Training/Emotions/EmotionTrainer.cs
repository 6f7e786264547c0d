using System.Globalization;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Emotions;

namespace Samantha.Training.Emotions;

/// <summary>
/// Trains the emotion classifier: a linear part and recurrent networks on train, then on dev, which they have not seen,
/// the calibration and the thresholds. test is never read.
/// </summary>
public static class EmotionTrainer
{
    /// <summary>Trains a classifier and writes it.</summary>
    /// <param name="dataFolder">The folder of GoEmotions, or the one that holds it as <c>goemotions</c>.</param>
    /// <param name="outFolder">Where the classifier goes; an older one is replaced, other files there stay.</param>
    /// <param name="progress">Hears what is being done, a line at a time.</param>
    /// <param name="options">Null for those of the shipped classifier.</param>
    /// <param name="cancellation">Stops between two steps; nothing is written then.</param>
    /// <returns>Macro F1 on dev, with thresholds cross-validated there.</returns>
    public static double Train(
        string dataFolder,
        string outFolder,
        IProgress<string>? progress = null,
        EmotionTrainingOptions? options = null,
        CancellationToken cancellation = default) =>
        Train(GoEmotions.Read(dataFolder, "train"), GoEmotions.Read(dataFolder, "dev"), outFolder, progress, options, cancellation);

    /// <summary>Trains a classifier on examples from anywhere and writes it.</summary>
    /// <param name="train">What the parts learn from.</param>
    /// <param name="dev">What calibration and thresholds are tuned on.</param>
    /// <param name="outFolder">Where the classifier goes; an older one is replaced, other files there stay.</param>
    /// <param name="progress">Hears what is being done, a line at a time.</param>
    /// <param name="options">Null for those of the shipped classifier.</param>
    /// <param name="cancellation">Stops between two steps; nothing is written then.</param>
    /// <returns>Macro F1 on dev, with thresholds cross-validated there.</returns>
    public static double Train(
        IReadOnlyList<EmotionExample> train,
        IReadOnlyList<EmotionExample> dev,
        string outFolder,
        IProgress<string>? progress = null,
        EmotionTrainingOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(dev);
        ArgumentNullException.ThrowIfNull(outFolder);
        options ??= new EmotionTrainingOptions();
        void Report(string line)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(line);
        }

        var (examples, texts) = Tokenize(train);
        Report($"{examples.Count:N0} texts to learn from, {dev.Count:N0} to tune on");
        var linear = LinearTraining.Train(examples, texts, options, Report);
        var words = KnownWords(texts);
        var ids = texts.Select(words.Encode).ToArray();
        var networks = new List<RecurrentScorer>();
        for (var i = 0; i < options.Networks; i++)
        {
            var name = $"network {i + 1}/{options.Networks}";
            Report($"{name}: {words.Count:N0} words");
            networks.Add(RecurrentTraining.Train(examples, ids, words.Count, options, options.Seed + i, line => Report($"{name}: {line}")));
        }

        // Written and read once before it is calibrated, so that what is tuned is the rounded model that will serve.
        var macro = 0.0;
        AtomicFolder.Replace(outFolder, folder =>
        {
            KeepOthers(outFolder, folder);
            var draft = Directory.CreateDirectory(Path.Combine(folder, "draft")).FullName;
            EmotionModelFolder.Write(draft, new EmotionModel(linear, words, networks, ScoreCalibration.None));
            var rounded = EmotionModelFolder.Read(draft);
            var scores = EmotionScores.Of(new EmotionClassifier(rounded), dev);
            macro = EmotionCalibration.CrossValidate(scores, options.RecurrentShare, options.Seed);
            EmotionModelFolder.Write(folder, rounded with { Calibration = EmotionCalibration.Fit(scores, options.RecurrentShare) });
            Directory.Delete(draft, recursive: true);
        });
        Report(string.Create(CultureInfo.InvariantCulture, $"dev macro F1 {macro:0.0000} with cross-validated thresholds; written to {outFolder}"));
        return macro;
    }

    private static (List<EmotionExample> Examples, List<IReadOnlyList<EmotionToken>> Texts) Tokenize(IReadOnlyList<EmotionExample> train)
    {
        var examples = new List<EmotionExample>();
        var texts = new List<IReadOnlyList<EmotionToken>>();
        foreach (var example in train)
        {
            if (EmotionTokenizer.Tokenize(example.Text) is not { Count: > 0 } tokens)
                continue;
            examples.Add(example);
            texts.Add(tokens);
        }

        return (examples, texts);
    }

    // Words that occur once teach the network what to make of words that it does not know.
    private static WordVocabulary KnownWords(IEnumerable<IReadOnlyList<EmotionToken>> texts) => new(
        [.. texts.SelectMany(tokens => tokens)
            .CountBy(token => token.Form, StringComparer.Ordinal)
            .Where(word => word.Value > 1)
            .OrderByDescending(word => word.Value)
            .ThenBy(word => word.Key, StringComparer.Ordinal)
            .Select(word => word.Key)]);

    private static void KeepOthers(string from, string to)
    {
        if (!Directory.Exists(from))
            return;
        foreach (var file in Directory.EnumerateFiles(from).Where(file => !EmotionModelFolder.IsPart(Path.GetFileName(file))))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
