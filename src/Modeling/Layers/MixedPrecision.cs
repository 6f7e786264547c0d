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

    /// <summary>input · weightᵀ, computed in a type, as float32.</summary>
    public static Tensor Linear(Tensor input, Tensor weight, ScalarType products)
    {
        if (!Narrows(products))
            return nn.functional.linear(input, weight);
        using var narrowInput = input.to(products);
        using var narrowWeight = weight.to(products);
        using var product = nn.functional.linear(narrowInput, narrowWeight);
        return product.to(ScalarType.Float32);
    }
}
