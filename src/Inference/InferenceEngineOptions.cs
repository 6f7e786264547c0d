namespace Samantha.Inference;

/// <summary>The engine's bounds.</summary>
public sealed record InferenceEngineOptions
{
    private const long Mebibyte = 1 << 20;

    /// <summary>Sequences computed together, at most.</summary>
    public int MaxActiveSequences { get; init; } = 16;

    /// <summary>Requests that may wait; more are refused with <see cref="EngineOverloadedException"/>.</summary>
    public int QueueCapacity { get; init; } = 256;

    /// <summary>
    /// Tokens of prompts in one step, at most, while replies are being written: what a newcomer adds to the wait of all others
    /// for their next token.
    /// </summary>
    public int PrefillTokensPerStep { get; init; } = 16;

    /// <summary>The same while no reply is being written.</summary>
    public int IdlePrefillTokensPerStep { get; init; } = 256;

    /// <summary>Memory for keys and values of all sequences, in bytes.</summary>
    public long CacheBytes { get; init; } = 256 * Mebibyte;

    /// <summary>
    /// Memory for weights, in bytes. The current version, the one prepared last, the one loaded last and those in use stay
    /// even above it; a version that went is loaded again when it is named.
    /// </summary>
    public long ModelBytes { get; init; } = 256 * Mebibyte;

    /// <summary>Where the seeds of requests without one come from; null draws it.</summary>
    public long? Seed { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A bound is not above 0.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxActiveSequences);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(QueueCapacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(PrefillTokensPerStep);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(IdlePrefillTokensPerStep);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(CacheBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ModelBytes);
    }
}
