namespace Samantha.Contracts.Inference;

/// <summary>Why a reply ended.</summary>
public enum FinishReason
{
    /// <summary>The model ended it, or a stop string was met.</summary>
    Stop,

    /// <summary>It reached its longest length.</summary>
    Length,
}
