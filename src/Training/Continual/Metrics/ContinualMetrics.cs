namespace Samantha.Training.Continual.Metrics;

/// <summary>What a stream's record comes to; shares in [0, 1], differences in [-1, 1].</summary>
/// <param name="Accuracy">ACC: the mean over tasks at the end (Lopez-Paz and Ranzato 2017, equation 2).</param>
/// <param name="BackwardTransfer">BWT: how much tasks gained, or lost, from their own end to the stream's (equation 3).</param>
/// <param name="ForwardTransfer">FWT: how much better a task was for the tasks before it than without any (equation 4).</param>
/// <param name="Forgetting">How far tasks ended below their best of before (Chaudhry et al. 2018, "Riemannian walk", equation 3).</param>
/// <param name="Anytime">The mean over the stream's looks of the accuracy on the tasks shown so far.</param>
/// <param name="Drop">
/// The stability gap (De Lange et al. 2023): how far the accuracy on earlier tasks fell below its value at the end of the task
/// before, at the worst look of all.
/// </param>
/// <param name="Plasticity">How fast tasks are learned: the mean over a task's looks of the accuracy on it (the area of Chaudhry et al. 2019).</param>
public sealed record ContinualMetrics(
    double Accuracy, double BackwardTransfer, double ForwardTransfer, double Forgetting, double Anytime, double Drop, double Plasticity)
{
    /// <summary>The metrics of a record. What needs two tasks is 0 where there is one.</summary>
    /// <exception cref="ArgumentException">The record has no task or no look.</exception>
    public static ContinualMetrics Of(StreamRecord record)
    {
        var (r, tasks, looks) = (record.Matrix, record.Tasks, record.Looks);
        if (tasks == 0 || looks.Count == 0)
            throw new ArgumentException("A stream that has no task or no look has no metrics.", nameof(record));
        var end = r[^1];
        var earlier = Enumerable.Range(0, tasks - 1).ToList();
        return new ContinualMetrics(
            end.Average(),
            earlier.Select(j => end[j] - r[j][j]).DefaultIfEmpty().Average(),
            earlier.Select(j => r[j][j + 1] - record.Untrained[j + 1]).DefaultIfEmpty().Average(),
            earlier.Select(j => Enumerable.Range(0, tasks - 1).Max(i => r[i][j]) - end[j]).DefaultIfEmpty().Average(),
            looks.Average(look => look.Accuracy.Average()),
            LargestDrop(record),
            looks.GroupBy(look => look.Task).Average(task => task.Average(look => look.Accuracy[look.Task])));
    }

    private static double LargestDrop(StreamRecord record)
    {
        var drop = 0.0;
        foreach (var look in record.Looks.Where(look => look.Task > 0))
            drop = Math.Max(drop, record.Matrix[look.Task - 1].Take(look.Task).Average() - look.Accuracy.Take(look.Task).Average());
        return drop;
    }
}
