namespace Samantha.TorchSharp.Tests;

/// <summary>Comparisons of tensors with numbers computed by hand.</summary>
internal static class Numbers
{
    /// <summary>The elements in the order of the dimensions, as doubles.</summary>
    internal static double[] Values(this torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.detach().to(torch.float64).contiguous().data<double>().ToArray();
    }

    internal static void ShouldBeNear(this torch.Tensor actual, torch.Tensor expected, double tolerance = 1e-5)
    {
        actual.shape.ShouldBe(expected.shape);
        actual.Values().ShouldBeNear(expected.Values(), tolerance);
    }

    internal static void ShouldBeNear(this double[] actual, double[] expected, double tolerance = 1e-5)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            if (double.IsNaN(expected[i])) double.IsNaN(actual[i]).ShouldBeTrue($"element {i} is {actual[i]}, not NaN");
            else if (actual[i] != expected[i])
                Math.Abs(actual[i] - expected[i]).ShouldBeLessThanOrEqualTo(tolerance * Math.Max(1, Math.Abs(expected[i])), $"element {i}: {actual[i]}, not {expected[i]}");
        }
    }
}
