using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Samantha.Training.Emotions;

/// <summary>How well a classifier does on one label.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Precision">The share of the texts decided for that have it, in [0, 1]; 0 if it never decided for it.</param>
/// <param name="Recall">The share of the texts that have it which were found.</param>
/// <param name="F1">The harmonic mean of the two.</param>
/// <param name="Support">How many texts have it.</param>
public sealed record LabelResult(string Label, double Precision, double Recall, double F1, int Support);

/// <summary>How well a classifier does on a set of texts.</summary>
/// <param name="Labels">Each label's result.</param>
/// <param name="MacroF1">The mean of the labels' F1.</param>
/// <param name="MicroF1">The F1 of all decisions taken together.</param>
/// <param name="CalibrationError">
/// The mean distance between the probability said and the frequency found, over all texts and labels, in ten equal bins of
/// probability (expected calibration error; Naeini et al., 2015).
/// </param>
/// <param name="Texts">The number of texts.</param>
/// <param name="MillisecondsPerText">The mean processor time to read a text, all of the process's threads together.</param>
public sealed record EmotionReport(
    ImmutableArray<LabelResult> Labels,
    double MacroF1,
    double MicroF1,
    double CalibrationError,
    int Texts,
    double MillisecondsPerText)
{
    /// <summary>The results as a Markdown table.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("| label | precision | recall | F1 | texts |").AppendLine("|---|---|---|---|---|");
        foreach (var label in Labels)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {label.Label} | {label.Precision:0.000} | {label.Recall:0.000} | {label.F1:0.000} | {label.Support} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| **macro** | {Labels.Average(label => label.Precision):0.000} | {Labels.Average(label => label.Recall):0.000} | **{MacroF1:0.000}** | {Texts} |");
        text.AppendLine().Append(CultureInfo.InvariantCulture, $"Micro F1 {MicroF1:0.000}, calibration error {CalibrationError:0.000}, {MillisecondsPerText:0.00} ms a text on one core.");
        return text.ToString();
    }
}
