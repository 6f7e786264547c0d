namespace Samantha.Inference;

/// <summary>How much serving presses.</summary>
/// <param name="Waiting">Requests that are not being computed yet.</param>
/// <param name="Active">Sequences that are being computed.</param>
/// <param name="RecentStep">How long a step took lately, a moving average over about eight steps.</param>
public readonly record struct ServingPressure(int Waiting, int Active, TimeSpan RecentStep)
{
    /// <summary>Whether anybody waits for the engine at all.</summary>
    public bool IsServing => Waiting + Active > 0;
}
