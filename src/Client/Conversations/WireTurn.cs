namespace Samantha.Client.Conversations;

/// <summary>A turn on the wire.</summary>
internal sealed record WireTurn(
    string Text,
    string TurnId,
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
    /// <summary>The turn; it has an id from here on, so that it can be sent again.</summary>
    public static WireTurn Of(string text, TurnSettings settings)
    {
        var sampling = settings.Sampling;
        return new WireTurn(
            text,
            settings.TurnId ?? Guid.NewGuid().ToString("n"),
            settings.Model,
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
