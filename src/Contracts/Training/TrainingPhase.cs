namespace Samantha.Contracts.Training;

/// <summary>What the trainer is doing, in the order of a session.</summary>
public enum TrainingPhase
{
    /// <summary>Waiting for lessons.</summary>
    Idle,

    /// <summary>Fine-tuning a candidate.</summary>
    Training,

    /// <summary>Measuring the candidate at the gate.</summary>
    Evaluating,

    /// <summary>Storing the candidate as a version.</summary>
    Publishing,

    /// <summary>Rolling the version out.</summary>
    RollingOut,
}
