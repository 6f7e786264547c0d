using Orleans;

namespace Samantha.Contracts.Measurement;

/// <summary>How well a version answers the lessons of a task, each asked in words that nothing was trained on or chosen by.</summary>
/// <param name="Asked">How many questions were asked, at least 1.</param>
/// <param name="Right">How many were answered as taught.</param>
/// <param name="Loss">The mean loss of the right answers' tokens, in nats.</param>
[GenerateSerializer, Immutable, Alias("samantha.task-score")]
public sealed record TaskScore([property: Id(0)] int Asked, [property: Id(1)] int Right, [property: Id(2)] double Loss)
{
    /// <summary>The share that was answered as taught, in [0, 1].</summary>
    public double Share => (double)Right / Asked;

    /// <summary>The score of all questions of both; null counts as nothing asked.</summary>
    public static TaskScore? Sum(TaskScore? one, TaskScore? other)
    {
        if (one is null || other is null)
            return one ?? other;
        var asked = one.Asked + other.Asked;
        return new TaskScore(asked, one.Right + other.Right, (one.Loss * one.Asked + other.Loss * other.Asked) / asked);
    }
}
