namespace Samantha.Inference;

/// <summary>A version in memory.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Bytes">What its weights take.</param>
/// <param name="Sequences">How many sequences hold on to it.</param>
/// <param name="IsCurrent">Whether it answers requests that name no version.</param>
/// <param name="IsBroken">Whether it was found broken.</param>
public sealed record ResidentVersion(string Id, long Bytes, int Sequences, bool IsCurrent, bool IsBroken);
