using Samantha.Contracts.Conversations;

namespace Samantha.Client.Conversations;

/// <summary>A turn on the wire.</summary>
internal sealed record WireTurn(
    string Text,
    string? TurnId,
    string? Model,
    double? Temperature,
    int? TopK,
    double? TopP,
    double? MinP,
    double? RepetitionPenalty,
    int? MaxTokens,
    IReadOnlyList<string>? Stop,
    long? Seed)
{
    public static WireTurn Of(TurnRequest turn)
    {
        var sampling = turn.Sampling ?? SamplingSettings.Default;
        return new WireTurn(
            turn.Text,
            turn.TurnId,
            turn.Model,
            sampling.Temperature,
            sampling.TopK,
            sampling.TopP,
            sampling.MinP,
            sampling.RepetitionPenalty,
            sampling.MaxTokens,
            sampling.Stop,
            sampling.Seed);
    }
}
