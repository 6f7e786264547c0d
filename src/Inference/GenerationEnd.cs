namespace Samantha.Inference;

/// <summary>How a reply ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Usage">What it took.</param>
/// <param name="Writing">How long the device computed all tokens but the first; not what it computed for other versions meanwhile.</param>
public sealed record GenerationEnd(FinishReason Reason, Usage Usage, TimeSpan Writing = default);
