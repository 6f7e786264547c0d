namespace Samantha.Inference;

/// <summary>As many requests are waiting as may wait. Try again when some are done.</summary>
public sealed class EngineOverloadedException(int waiting)
    : InferenceException($"{waiting} requests are waiting already, and no more may. Try again in a moment, or raise {nameof(InferenceEngineOptions.QueueCapacity)}.")
{
    /// <summary>How many requests were waiting.</summary>
    public int Waiting { get; } = waiting;
}
