using static TorchSharp.torch;

namespace Samantha.Modeling.Layers;

/// <summary>
/// Matrix products of training in a narrower type, all else in float32 (Micikevicius et al. 2018). Without gradients, so in
/// evaluation and in serving, products stay in float32.
/// </summary>
internal static class MixedPrecision
{
    /// <summary>Whether products are to be narrowed now.</summary>
    public static bool Narrows(ScalarType products) => products != ScalarType.Float32 && is_grad_enabled();

    /// <summary>input · weightᵀ + bias with the product computed in a narrower type, as float32.</summary>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias, ScalarType products)
    {
        using var narrowInput = input.to(products);
        using var narrowWeight = weight.to(products);
        using var product = nn.functional.linear(narrowInput, narrowWeight);
        var wide = product.to(ScalarType.Float32);
        return bias is null ? wide : wide.add_(bias);
    }
}
