using Samantha.Modeling.Heads;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;

namespace Samantha.Training.Heads;

/// <summary>Teaches a head a task as a stream of batches, and measures it.</summary>
/// <param name="head">What the head is.</param>
/// <param name="costs">How much accuracy on texts with a class refusing may cost, where the bar is chosen.</param>
/// <param name="lessons">The order in which the texts are shown.</param>
public sealed class TextTaskRunner(TextHeadConfig head, double costs = 0.01, LessonOrder lessons = LessonOrder.Mixed)
{
    private const int BatchSize = 32;
    private const int Chunk = 512;

    /// <summary>Teaches and measures.</summary>
    /// <param name="task">The task.</param>
    /// <param name="progress">Is told the share of the texts that were learned.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public TextTaskReport Run(TextTask task, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var classes = task.Classes.Count;
        // Texts of none are one class more.
        using var taught = head.Create(classes + (task.Train.Any(text => text.Class < 0) ? 1 : 0));
        var order = task.Train.ToArray();
        new SplitMix64(0).Shuffle(order);
        if (lessons == LessonOrder.ClassByClass)
            order = [.. order.OrderBy(text => text.Class)];
        foreach (var (i, batch) in order.Chunk(BatchSize).Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            taught.Learn([.. batch.Select(text => text.Text)], [.. batch.Select(text => text.Class < 0 ? classes : text.Class)]);
            progress?.Report(Math.Min(1, (i + 1.0) * BatchSize / order.Length));
        }

        var test = Answers(taught, task.Test, classes);
        var classed = test.Where(answer => answer.Truth >= 0).ToList();
        var report = ClassificationReport.Compare([.. classed.Select(answer => answer.Said.Class)], [.. classed.Select(answer => answer.Truth)], classes);
        return new TextTaskReport(task.Name, report, task.Tune.Count == 0 ? null : Refusal.Within(costs, Answers(taught, task.Tune, classes)).Measure(test));
    }

    private static List<(ScopedAnswer Said, int Truth)> Answers(ITextHead head, IReadOnlyList<LabelledText> texts, int classes) => [.. texts.Chunk(Chunk).SelectMany(chunk =>
    {
        using var scores = head.Scores([.. chunk.Select(text => text.Text)]);
        var rows = scores.data<float>().ToArray().Chunk((int)scores.shape[1]);
        return rows.Zip(chunk, (row, text) => (ScopedAnswer.Of(row, classes), text.Class)).ToList();
    })];
}
