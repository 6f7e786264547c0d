namespace Samantha.Training;

/// <summary>Lets training yield to whatever else the machine does.</summary>
public interface ITrainingPace
{
    /// <summary>Called before each pass through a model, on the training thread; it may block.</summary>
    void BeforeStep(CancellationToken cancellationToken);
}

internal static class TrainingPaceSteps
{
    /// <summary>Returns when a pass through a model may begin; at once where there is nothing to yield to.</summary>
    /// <exception cref="OperationCanceledException">Training was stopped.</exception>
    public static void BeginStep(this ITrainingPace? pace, CancellationToken cancellationToken)
    {
        pace?.BeforeStep(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
