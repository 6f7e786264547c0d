using System.Text.Json;
using Samantha.Modeling.Layers;
using TorchSharp;

namespace Samantha.Modeling.Tests;

/// <summary>Holds a model's gradients to a fixture's.</summary>
internal static class Gradients
{
    private const double Relative = 1e-4;

    /// <summary>Below this a gradient is rounding only: the bias of BERT's keys has none in exact arithmetic.</summary>
    private const double Noise = 1e-6;

    /// <param name="weights">The model's weights after a backward pass.</param>
    /// <param name="expected">An object of name to norm and first values.</param>
    /// <param name="total">The norm over all of them.</param>
    public static void ShouldMatch(IReadOnlyCollection<WeightSlice> weights, JsonElement expected, double total)
    {
        weights.Select(weight => weight.Name).ShouldBe(expected.EnumerateObject().Select(item => item.Name), ignoreOrder: true);
        var squares = 0.0;
        foreach (var weight in weights)
        {
            var gradient = weight.Gradient();
            gradient.ShouldNotBeNull(weight.Name);
            squares += ShouldMatch(weight.Name, gradient, expected.GetProperty(weight.Name));
        }

        Math.Sqrt(squares).ShouldBe(total, Relative * total);
    }

    /// <returns>The square of the gradient's norm.</returns>
    public static double ShouldMatch(string name, torch.Tensor gradient, JsonElement expected)
    {
        var values = gradient.ToArray();
        var norm = Math.Sqrt(values.Sum(value => (double)value * value));
        var wanted = expected.GetProperty("norm").GetDouble();
        norm.ShouldBe(wanted, Math.Max(Relative * wanted, Noise), name);
        var head = expected.GetProperty("head").Floats();
        Fixtures.LargestDifference(values[..head.Length], head).ShouldBeLessThan(Math.Max(Relative * wanted, Noise), name);
        return norm * norm;
    }
}
