namespace Samantha.Training.Evaluation;

/// <summary>How well a classifier of exclusive classes does.</summary>
/// <param name="Classes">Each class's result, in the order of the classes.</param>
/// <param name="Accuracy">The share of texts that got their class, in [0, 1].</param>
/// <param name="MacroF1">The mean of the classes' F1.</param>
public sealed record ClassificationReport(IReadOnlyList<ClassResult> Classes, double Accuracy, double MacroF1)
{
    /// <summary>The mean of the classes' precision.</summary>
    public double MacroPrecision { get; } = Classes.Average(result => result.Precision);

    /// <summary>The mean of the classes' recall.</summary>
    public double MacroRecall { get; } = Classes.Average(result => result.Recall);

    /// <summary>Compares predictions with the truth.</summary>
    /// <param name="predicted">A class for each text.</param>
    /// <param name="actual">The right class of each text.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentException">The lists differ in length or hold an unknown class.</exception>
    public static ClassificationReport Compare(IReadOnlyList<int> predicted, IReadOnlyList<int> actual, int classes)
    {
        if (predicted.Count != actual.Count || predicted.Count == 0)
            throw new ArgumentException("Predictions and truth must be of one length, above 0.", nameof(predicted));
        if (predicted.Concat(actual).Any(label => label < 0 || label >= classes))
            throw new ArgumentException($"Classes are numbered from 0 to {classes - 1}.", nameof(predicted));

        var results = Enumerable.Range(0, classes).Select(label =>
        {
            var right = predicted.Zip(actual).Count(pair => pair.First == label && pair.Second == label);
            return ClassResult.From(right, predicted.Count(other => other == label), actual.Count(other => other == label));
        }).ToList();
        return new ClassificationReport(
            results,
            (double)predicted.Zip(actual).Count(pair => pair.First == pair.Second) / predicted.Count,
            results.Average(result => result.F1));
    }
}
