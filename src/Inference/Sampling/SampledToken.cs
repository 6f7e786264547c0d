namespace Samantha.Inference.Sampling;

/// <summary>A token that was chosen.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LogProbability">Its log-probability in nats under the model itself, before any sampling option; at most 0.</param>
internal readonly record struct SampledToken(int Id, float LogProbability);
