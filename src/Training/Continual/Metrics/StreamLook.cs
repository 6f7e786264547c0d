namespace Samantha.Training.Continual.Metrics;

/// <summary>What a model could do at one moment of a stream.</summary>
/// <param name="Task">The task it is learning.</param>
/// <param name="Update">Updates done in the whole stream.</param>
/// <param name="Accuracy">Its accuracy on each task shown so far, this one included, in [0, 1].</param>
/// <param name="EndsTask">Whether the task ends here.</param>
public sealed record StreamLook(int Task, int Update, IReadOnlyList<double> Accuracy, bool EndsTask);
