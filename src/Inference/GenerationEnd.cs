namespace Samantha.Inference;

/// <summary>How a reply ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Usage">What it took.</param>
public sealed record GenerationEnd(FinishReason Reason, Usage Usage);
