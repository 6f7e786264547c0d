namespace Samantha.Training.Continual;

/// <summary>
/// One way of learning from a stream of tasks whose data is gone when the next begins. A task is named while it is learned;
/// nothing is named when the model is used (class- or domain-incremental learning; van de Ven and Tolias 2019).
/// </summary>
public interface IStrategy<TSample> : IDisposable
{
    /// <summary>Takes in a task that the model learned before this strategy was there, as if it had just been learned.</summary>
    /// <param name="task">Its number in the stream.</param>
    /// <param name="data">What is left of its samples.</param>
    void Recall(int task, IReadOnlyList<TSample> data)
    {
        Begin(task);
        End(task, data);
    }

    /// <summary>A task's data begins.</summary>
    /// <param name="task">Its number in the stream, from 0.</param>
    void Begin(int task);

    /// <summary>Learns from some samples of the task: one update.</summary>
    /// <returns>The loss before the update.</returns>
    double Observe(IReadOnlyList<TSample> batch);

    /// <summary>The task's data is about to go.</summary>
    /// <param name="task">The task that began last.</param>
    /// <param name="data">All its samples, for the last time.</param>
    void End(int task, IReadOnlyList<TSample> data);
}
