using Samantha.Contracts.Conversations;

namespace Samantha.Grains.Conversations;

/// <summary>A turn that was asked for and found in order.</summary>
/// <param name="TurnId">Its name, if the caller gave one.</param>
/// <param name="Text">What the user says.</param>
/// <param name="Model">The caller's name for the model.</param>
/// <param name="Sampling">How tokens are chosen; complete.</param>
internal sealed record PlannedTurn(string? TurnId, string Text, string? Model, SamplingSettings Sampling);
