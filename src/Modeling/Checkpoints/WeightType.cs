namespace Samantha.Modeling.Checkpoints;

/// <summary>How weights are stored; all computing is in float32.</summary>
public enum WeightType
{
    Float32,
    Float16,
    BFloat16,
}
