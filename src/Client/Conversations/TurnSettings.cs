using Samantha.Contracts.Conversations;

namespace Samantha.Client.Conversations;

/// <summary>How a turn is answered.</summary>
public sealed record TurnSettings
{
    /// <summary>Names the turn: at most 128 letters, digits and <c>. _ : -</c>. Made up when null. Give it to have a turn survive this process.</summary>
    public string? TurnId { get; init; }

    /// <summary>A version id; null for the one being served.</summary>
    public string? Model { get; init; }

    /// <summary>How tokens are chosen.</summary>
    public SamplingSettings Sampling { get; init; } = SamplingSettings.Default;

    /// <summary>The turn; it has an id from here on, so that it can be sent again.</summary>
    internal static TurnRequest Request(string text, TurnSettings settings) =>
        new(text, settings.TurnId ?? Guid.NewGuid().ToString("n"), settings.Model, settings.Sampling);
}
