namespace Samantha.Training;

/// <summary>Lets training yield to whatever else the machine does.</summary>
public interface ITrainingPace
{
    /// <summary>Called before each pass through a model, on the training thread; it may block.</summary>
    void BeforeStep(CancellationToken cancellationToken);
}
