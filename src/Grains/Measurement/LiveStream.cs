using Samantha.Contracts.Measurement;
using Samantha.Training.Continual.Metrics;

namespace Samantha.Grains.Measurement;

/// <summary>
/// The live stream up to a version, as a record of which metrics can be told. A live stream has gaps: of tasks none of whose
/// lessons may still be asked for nothing is told; what was not measured at some moment is taken as it was measured next, and
/// before its task as the imported version does.
/// </summary>
internal static class LiveStream
{
    /// <summary>The metrics after a version.</summary>
    /// <param name="state">What was measured.</param>
    /// <param name="count">How many of its versions there were by then, at least 1.</param>
    /// <returns>Null if nothing was asked.</returns>
    public static StreamMetrics? Metrics(MeasurementState state, int count)
    {
        var rows = state.Rows.AsSpan(0, count).ToArray();
        var tasks = state.Tasks.Where(task => task.Id <= rows[^1].Task && rows[^1].Scores.ContainsKey(task.Id)).ToList();
        if (tasks.Count == 0)
            return null;
        var metrics = ContinualMetrics.Of(Record(rows, tasks));
        double? Later(double value) => tasks.Count > 1 ? value : null;
        return new StreamMetrics(
            metrics.Accuracy, Later(metrics.BackwardTransfer), Later(metrics.ForwardTransfer), Later(metrics.Forgetting), metrics.Anytime, Later(metrics.Drop));
    }

    private static StreamRecord Record(MeasurementRow[] rows, List<MeasuredTask> tasks)
    {
        // Which of the tasks a version belongs to, and the last version of each.
        var taskOf = rows.Select(row => Math.Max(0, tasks.FindLastIndex(task => task.Id <= row.Task))).ToArray();
        var ends = tasks.Select((_, i) => Math.Max(0, Array.FindLastIndex(taskOf, task => task <= i))).ToArray();
        return new StreamRecord(
            [.. tasks.Select((_, i) => (double[])[.. tasks.Select((task, j) => j == i + 1 ? task.Before?.Share ?? Untaught(task) : At(ends[i], task))])],
            [.. tasks.Select(Untaught)],
            [.. rows.Select((row, i) => new StreamLook(taskOf[i], (int)row.Session, [.. tasks.Take(taskOf[i] + 1).Select(task => At(i, task))], i == ends[taskOf[i]]))],
            TimeSpan.FromSeconds(rows.Sum(row => row.Plasticity.Seconds)));

        double At(int row, MeasuredTask task) => task.Id > rows[row].Task
            ? Untaught(task)
            : rows.Skip(row).Select(later => later.Scores.GetValueOrDefault(task.Id)).First(score => score is not null)!.Share;
    }

    private static double Untaught(MeasuredTask task) => task.Untaught?.Share ?? 0;
}
