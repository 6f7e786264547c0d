using System.ComponentModel;
using Samantha.Contracts.Conversations;

namespace Samantha.Silo.Http.Conversations;

/// <summary>What a user says.</summary>
/// <param name="Text">What the user says; not empty.</param>
/// <param name="TurnId">Names the turn, so that it can be sent again safely. Made up when missing.</param>
/// <param name="Temperature">In [0, 2]; 0 takes the likeliest token.</param>
/// <param name="Model">A version id, or <c>samantha</c> for the one being served.</param>
/// <param name="TopK">Only the k likeliest tokens.</param>
/// <param name="TopP">Only the likeliest tokens that together hold this share, in (0, 1].</param>
/// <param name="MinP">Only tokens at least this share as likely as the likeliest, in [0, 1].</param>
/// <param name="RepetitionPenalty">In [1, 2].</param>
/// <param name="MaxTokens">The reply's longest length in tokens.</param>
/// <param name="Stop">Strings that end the reply, at most 4.</param>
/// <param name="Seed">The same seed, version and prompt give the same reply.</param>
[Description("What a user says, and how it should be answered.")]
public sealed record TurnBody(
    string? Text,
    string? TurnId = null,
    double? Temperature = null,
    string? Model = null,
    int? TopK = null,
    double? TopP = null,
    double? MinP = null,
    double? RepetitionPenalty = null,
    int? MaxTokens = null,
    IReadOnlyList<string>? Stop = null,
    long? Seed = null)
{
    public TurnRequest ToRequest() => new(
        Text ?? "", TurnId, Model, new SamplingSettings(Temperature, TopK, TopP, MinP, RepetitionPenalty, MaxTokens, Stop, Seed));
}
