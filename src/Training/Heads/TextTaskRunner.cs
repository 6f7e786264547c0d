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
        using var taught = head.Create(task.Classes.Count);
        var order = task.Train.ToArray();
        new SplitMix64(0).Shuffle(order);
        if (lessons == LessonOrder.ClassByClass)
            order = [.. order.OrderBy(text => text.Class)];
        foreach (var (i, batch) in order.Chunk(BatchSize).Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            taught.Learn([.. batch.Select(text => text.Text)], [.. batch.Select(text => text.Class)]);
            progress?.Report(Math.Min(1, (i + 1.0) * BatchSize / order.Length));
        }

        var test = Answers(taught, task.Test);
        var classed = test.Where(answer => answer.Truth >= 0).ToList();
        var report = ClassificationReport.Compare([.. classed.Select(answer => answer.Said.Class)], [.. classed.Select(answer => answer.Truth)], task.Classes.Count);
        return new TextTaskReport(task.Name, report, task.Tune.Count == 0 ? null : Scoped(Bar(Answers(taught, task.Tune)), test));
    }

    // The highest bar that leaves the accuracy within its costs.
    private float Bar(IReadOnlyList<(ScopedAnswer Said, int Truth)> tune)
    {
        var right = tune.Where(answer => answer.Truth >= 0 && answer.Said.Class == answer.Truth).Select(answer => answer.Said.Confidence).Order().ToList();
        return right[Math.Min(right.Count - 1, (int)(costs * tune.Count(answer => answer.Truth >= 0)))];
    }

    private static ScopeReport Scoped(float bar, IReadOnlyList<(ScopedAnswer Said, int Truth)> test)
    {
        var classed = test.Where(answer => answer.Truth >= 0).ToList();
        var others = test.Where(answer => answer.Truth < 0).ToList();
        return new ScopeReport(
            bar,
            (double)classed.Count(answer => answer.Said.Confidence >= bar && answer.Said.Class == answer.Truth) / classed.Count,
            (double)others.Count(answer => answer.Said.Confidence < bar) / Math.Max(1, others.Count));
    }

    private static List<(ScopedAnswer Said, int Truth)> Answers(ITextHead head, IReadOnlyList<LabelledText> texts) => [.. texts.Chunk(Chunk).SelectMany(chunk =>
    {
        using var scores = head.Scores([.. chunk.Select(text => text.Text)]);
        var rows = scores.data<float>().ToArray().Chunk((int)scores.shape[1]);
        return rows.Zip(chunk, (row, text) => (ScopedAnswer.Of(row), text.Class)).ToList();
    })];
}
