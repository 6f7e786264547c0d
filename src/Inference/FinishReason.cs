namespace Samantha.Inference;

/// <summary>Why a reply ended.</summary>
public enum FinishReason
{
    /// <summary>The model ended it, or a stop string came.</summary>
    Stop,

    /// <summary>It reached the most tokens, or the end of the model's context.</summary>
    Length,

    /// <summary>Who asked for it cancelled it.</summary>
    Cancelled,
}
