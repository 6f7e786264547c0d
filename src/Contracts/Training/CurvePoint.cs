using Orleans;

namespace Samantha.Contracts.Training;

/// <summary>A point of a session's curve.</summary>
/// <param name="Step">The optimizer step.</param>
/// <param name="Loss">The loss on the step's batch, in nats per token.</param>
/// <param name="HeldOutLoss">The loss of the new answers to questions in words that were held out, in nats per token, where it was measured.</param>
[GenerateSerializer, Immutable, Alias("samantha.curve-point")]
public sealed record CurvePoint(
    [property: Id(0)] int Step,
    [property: Id(1)] double Loss,
    [property: Id(2)] double? HeldOutLoss = null);
