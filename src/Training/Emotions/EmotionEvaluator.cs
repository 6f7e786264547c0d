using Samantha.Modeling.Emotions;

namespace Samantha.Training.Emotions;

/// <summary>Measures an emotion classifier.</summary>
public static class EmotionEvaluator
{
    private const int Bins = 10;
    private const int WarmUp = 200;

    /// <summary>Reads every example, one after the other, and compares.</summary>
    /// <param name="classifier">The classifier, with the thresholds it came with.</param>
    /// <param name="examples">At least one.</param>
    public static EmotionReport Evaluate(EmotionClassifier classifier, IReadOnlyList<EmotionExample> examples)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfZero(examples.Count);

        // Processor time, not the clock's: a busy machine then measures the same. The first readings compile the code.
        foreach (var example in examples.Take(WarmUp))
            _ = classifier.Classify(example.Text);
        var started = Environment.CpuUsage.TotalTime;
        var readings = examples.Select(example => classifier.Classify(example.Text)).ToArray();
        var milliseconds = (Environment.CpuUsage.TotalTime - started).TotalMilliseconds / examples.Count;

        var counts = new DecisionCounts[EmotionLabels.Count];
        var bins = new (int Count, double Said, int Found)[Bins];
        foreach (var (reading, example) in readings.Zip(examples))
        {
            for (var label = 0; label < EmotionLabels.Count; label++)
            {
                var truth = example.Labels.Contains(label);
                counts[label] = counts[label].With(reading.Labels.Contains(EmotionLabels.Names[label]), truth);
                var probability = reading.Probabilities[label];
                ref var bin = ref bins[Math.Min((int)(probability * Bins), Bins - 1)];
                bin = (bin.Count + 1, bin.Said + probability, bin.Found + (truth ? 1 : 0));
            }
        }

        return new EmotionReport(
            [.. counts.Select((count, label) => new LabelResult(
                EmotionLabels.Names[label], count.Precision, count.Recall, count.F1, count.TruePositives + count.FalseNegatives))],
            counts.Average(count => count.F1),
            counts.Aggregate((one, other) => one + other).F1,
            bins.Sum(bin => Math.Abs(bin.Said - bin.Found)) / (examples.Count * EmotionLabels.Count),
            examples.Count,
            milliseconds);
    }

    /// <summary>Loads a classifier and measures it on one part of the data.</summary>
    /// <param name="modelFolder">The classifier's folder.</param>
    /// <param name="dataFolder">The folder of GoEmotions, or the one that holds it as <c>goemotions</c>.</param>
    /// <param name="part">train, dev or test.</param>
    public static EmotionReport Evaluate(string modelFolder, string dataFolder, string part = "test") =>
        Evaluate(EmotionClassifier.Load(modelFolder), GoEmotions.Read(dataFolder, part));
}
