using System.Numerics.Tensors;

namespace Samantha.Inference.Sampling;

/// <summary>Keeps tokens at least p times as likely as the likeliest (Nguyen et al. 2024, section 3).</summary>
/// <param name="probability">Above 0, at most 1.</param>
internal sealed class MinP(float probability) : ILogitsProcessor
{
    private readonly float distance = MathF.Log(probability);

    public void Process(Span<float> logits, SamplingScratch scratch) =>
        LogitsMath.RemoveBelow(logits, TensorPrimitives.Max(logits) + distance);
}
