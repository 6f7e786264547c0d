using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Layers;

/// <summary>Makes parameters that outlive the dispose scope in which a model is built.</summary>
internal static class Initialise
{
    public static Parameter Empty(Device device, params long[] shape) =>
        Keep(empty(shape, ScalarType.Float32, device));

    public static Parameter Zeros(Device device, params long[] shape) =>
        Keep(zeros(shape, ScalarType.Float32, device));

    public static Parameter Ones(Device device, params long[] shape) =>
        Keep(ones(shape, ScalarType.Float32, device));

    /// <summary>Fills with N(0, deviation²) from the generator.</summary>
    public static void Normal(Parameter parameter, double deviation, Generator generator)
    {
        using var ungraded = no_grad();
        parameter.normal_(0.0, deviation, generator);
    }

    private static Parameter Keep(Tensor tensor)
    {
        var parameter = new Parameter(tensor);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
