using Samantha.Inference.Sampling;

namespace Samantha.Inference;

/// <summary>What the engine is asked to write.</summary>
public sealed record GenerationRequest
{
    private const int MostStops = 16;
    private const int LongestStop = 128;

    /// <summary>What the reply continues.</summary>
    public required Prompt Prompt { get; init; }

    public SamplingOptions Sampling { get; init; } = SamplingOptions.Default;

    /// <summary>The longest reply, in tokens; the model's context may end it sooner. 0 asks for none.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>Texts that end the reply and are no part of it: up to 16, of up to 128 characters.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>The version that answers, or null for the current one.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// Decides what sampling draws: the same request with the same seed gets the same reply, whatever else is asked
    /// meanwhile (up to rounding: into which pieces a prompt was cut shows in the last digits of the logits). Null draws one.
    /// </summary>
    public long? Seed { get; init; }

    /// <summary>
    /// Whose conversation this is. What was computed for it is kept for its next turn, and waiting conversations take turns.
    /// </summary>
    public string? Conversation { get; init; }

    /// <summary>What happens to a prompt that is too long.</summary>
    public PromptOverflow Overflow { get; init; }

    /// <summary>Says nothing of the words: a request may end up in a log.</summary>
    public override string ToString() => nameof(GenerationRequest);

    /// <exception cref="ArgumentException">Something is outside its range.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Prompt);
        ArgumentNullException.ThrowIfNull(Sampling);
        ArgumentNullException.ThrowIfNull(Stop);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxTokens);
        Sampling.Validate();
        if (Stop.Count > MostStops || Stop.Any(stop => stop is not { Length: > 0 and <= LongestStop }))
            throw new ArgumentException($"Give at most {MostStops} stop strings, each of 1 to {LongestStop} characters.");
    }
}
