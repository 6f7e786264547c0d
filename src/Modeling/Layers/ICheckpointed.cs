namespace Samantha.Modeling.Layers;

/// <summary>Something whose weights a checkpoint holds under published names.</summary>
public interface ICheckpointed
{
    /// <summary>Every weight, under its name on disk; tied weights appear once.</summary>
    IEnumerable<WeightSlice> Weights();
}
