namespace Samantha.Training.Runs;

/// <summary>How a run ended.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Finished">Whether its budget is used up; else it was stopped and can go on from its checkpoint.</param>
/// <param name="Dev">What was measured on development data, if it finished and there is such data: of what the model now holds.</param>
/// <param name="Averaged">Whether the model now holds the averaged weights because they were better.</param>
public sealed record TrainingResult(TrainingState State, bool Finished, Measurement? Dev, bool Averaged);
