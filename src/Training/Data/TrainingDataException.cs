namespace Samantha.Training.Data;

/// <summary>Data to train or measure with is missing or malformed; the message says where and what to do.</summary>
public sealed class TrainingDataException(string message, Exception? inner = null) : Exception(message, inner);
