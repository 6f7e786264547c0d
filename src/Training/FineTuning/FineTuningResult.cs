using Samantha.Training.Evaluation;
using Samantha.Training.Runs;

namespace Samantha.Training.FineTuning;

/// <summary>How a fine-tuning ended.</summary>
/// <param name="Training">How the training ended.</param>
/// <param name="Output">The folders that it made; none if it was stopped.</param>
public sealed record FineTuningResult(TrainingResult Training, IReadOnlyList<string> Output)
{
    /// <summary>How near greedy replies come to those of held-out dialogues, if that was asked for.</summary>
    public ReplyScore? Replies { get; init; }

    /// <summary>The classes of a classifier, in the order of <see cref="Report"/>'s.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How well a classifier does on held-out data, if there is any.</summary>
    public ClassificationReport? Report { get; init; }

    /// <summary>All that was measured, as <c>evaluation.json</c> has it; what was not is left out.</summary>
    internal IReadOnlyDictionary<string, object> Evaluation()
    {
        var all = new Dictionary<string, object>();
        Add("bitsPerByte", Training.Dev?.BitsPerByte);
        Add("replies", Replies);
        Add("bitsPerLabel", Training.Dev?.BitsPerLabel);
        Add("accuracy", Training.Dev?.Accuracy);
        Add("macroPrecision", Report?.MacroPrecision);
        Add("macroRecall", Report?.MacroRecall);
        Add("macroF1", Report?.MacroF1);
        Add("classes", Report is null ? null : Labels.Zip(Report.Classes).ToDictionary(pair => pair.First, pair => pair.Second));
        return all;

        void Add(string name, object? value)
        {
            if (value is not null)
                all[name] = value;
        }
    }
}
