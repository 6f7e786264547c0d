namespace Samantha.Training.Pretraining;

/// <summary>How a run ended.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Finished">Whether its budget is used up; else it was stopped and can go on from its checkpoint.</param>
/// <param name="DevBitsPerByte">Bits a byte on development data, if it finished: of what the model now holds.</param>
/// <param name="Averaged">Whether the model now holds the averaged weights because they were better.</param>
public sealed record PretrainingResult(PretrainingState State, bool Finished, double? DevBitsPerByte, bool Averaged);
