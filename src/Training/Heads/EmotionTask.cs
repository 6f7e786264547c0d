using Samantha.Modeling.Emotions;
using Samantha.Modeling.Heads;
using Samantha.Training.Data;
using Samantha.Training.Emotions;

namespace Samantha.Training.Heads;

/// <summary>GoEmotions' 28 labels, of which a text may have several (Demszky et al. 2020).</summary>
/// <param name="dataSets">The folder of the data set, or the one that holds it as <c>goemotions</c>.</param>
public sealed class EmotionTask(string dataSets)
{
    public const string Name = "emotions";

    private const int BatchSize = 256;

    /// <summary>Measures a classifier that was trained at once, with the thresholds it came with.</summary>
    /// <param name="classifier">The classifier.</param>
    public HeadResult Measure(EmotionClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        var started = Environment.CpuUsage.TotalTime;
        var decisions = GoEmotions.Read(dataSets, "test").Select(example =>
            ((IReadOnlyList<int>)[.. classifier.Classify(example.Text).Labels.Select(EmotionLabels.IndexOf)], example.Labels)).ToList();
        return HeadResult.Of(Name, "the served classifier", isStream: false, EmotionLabels.Names, decisions, Environment.CpuUsage.TotalTime - started);
    }

    /// <summary>
    /// Teaches a head one label after the other: a text of several comes with each of them. What then speaks for a label more
    /// than for labels on average is held against a bar, which dev tells.
    /// </summary>
    /// <param name="head">What the head is.</param>
    /// <param name="progress">Is told the share of the lessons that were learned.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public HeadResult Stream(TextHeadConfig head, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(head);
        var started = Environment.CpuUsage.TotalTime;
        using var taught = head.Create(EmotionLabels.Count);
        List<(string Text, int Label)> lessons =
            [.. GoEmotions.Read(dataSets, "train").SelectMany(example => example.Labels.Select(label => (example.Text, label))).OrderBy(lesson => lesson.label)];
        foreach (var (i, batch) in lessons.Chunk(BatchSize).Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            taught.Learn([.. batch.Select(lesson => lesson.Text)], [.. batch.Select(lesson => lesson.Label)]);
            progress?.Report(Math.Min(1, (i + 1.0) * BatchSize / lessons.Count));
        }

        var bars = Bars(taught, GoEmotions.Read(dataSets, "dev"));
        var test = GoEmotions.Read(dataSets, "test");
        var decisions = Scores(taught, test).Zip(test, (scores, example) =>
            ((IReadOnlyList<int>)[.. Enumerable.Range(0, EmotionLabels.Count).Where(label => scores[label] > bars[label])], example.Labels)).ToList();
        return HeadResult.Of(Name, "text head", isStream: true, EmotionLabels.Names, decisions, Environment.CpuUsage.TotalTime - started);
    }

    private static double[] Bars(ITextHead head, IReadOnlyList<EmotionExample> dev)
    {
        var scores = Scores(head, dev);
        return [.. Enumerable.Range(0, EmotionLabels.Count).Select(label =>
            ThresholdTuning.Tune([.. scores.Select(row => row[label])], [.. dev.Select(example => example.Labels.Contains(label))]))];
    }

    // Naive Bayes' part grows with a text's length for all labels alike: the mean is taken off. A label that was never taught scores least.
    private static List<double[]> Scores(ITextHead head, IReadOnlyList<EmotionExample> examples)
    {
        using var scores = head.Scores([.. examples.Select(example => example.Text)]);
        return [.. scores.data<float>().ToArray().Chunk(EmotionLabels.Count).Select(row =>
        {
            var mean = row.Where(float.IsFinite).Average(score => (double)score);
            return row.Select(score => score - mean).ToArray();
        })];
    }
}
