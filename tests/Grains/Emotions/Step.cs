using Samantha.Contracts.Emotions;
using Samantha.Grains.Emotions;

namespace Samantha.Grains.Tests.Emotions;

/// <summary>What <see cref="EmotionDynamics.Advance"/> is given.</summary>
internal sealed record Step(
    EmotionalState State, Appraisal? Appraisal, TimeSpan Elapsed, Temperament Temperament, EmotionDynamicsOptions Options)
{
    public EmotionalState After() => EmotionDynamics.Advance(State, Appraisal, Elapsed, Temperament, Options);

    /// <summary>The state after the time alone.</summary>
    public EmotionalState Settled() => (this with { Appraisal = null }).After();
}
