using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Layers;

/// <summary>
/// One tensor of a checkpoint: some rows of a parameter. Matrices that are multiplied together live fused in one
/// parameter; on disk each part keeps its published name.
/// </summary>
/// <param name="Name">The name on disk, <c>model.layers.0.self_attn.q_proj.weight</c>.</param>
/// <param name="Parameter">The parameter that holds it.</param>
/// <param name="Start">Its first row.</param>
/// <param name="Rows">How many rows of the first dimension it has.</param>
public readonly record struct WeightSlice(string Name, Parameter Parameter, long Start, long Rows)
{
    /// <summary>A slice that is a whole parameter.</summary>
    public WeightSlice(string name, Parameter parameter) : this(name, parameter, 0, parameter.shape[0])
    {
    }

    /// <summary>Its shape.</summary>
    public long[] Shape
    {
        get
        {
            var shape = Parameter.shape;
            shape[0] = Rows;
            return shape;
        }
    }

    /// <summary>A view of its values, outside the autograd graph: writing to it writes the parameter.</summary>
    public Tensor Value()
    {
        using var whole = Parameter.detach();
        return whole.narrow(0, Start, Rows);
    }

    /// <summary>A view of its gradient, or null before a backward pass.</summary>
    public Tensor? Gradient()
    {
        using var whole = Parameter.grad;
        return whole?.narrow(0, Start, Rows);
    }
}
