using System.Numerics.Tensors;

namespace Samantha.Inference.Sampling;

/// <summary>Divides the logits: below 1 the likely grow likelier, above 1 all grow alike.</summary>
/// <param name="temperature">Above 0.</param>
internal sealed class TemperatureScaling(float temperature) : ILogitsProcessor
{
    // The largest logit moves to 0 first: a tiny temperature would else carry it past the largest float.
    public void Process(Span<float> logits, SamplingScratch scratch)
    {
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), logits);
        TensorPrimitives.Divide(logits, temperature, logits);
    }
}
