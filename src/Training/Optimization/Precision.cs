namespace Samantha.Training.Optimization;

/// <summary>In what the large matrix products of training are computed; weights and all else stay in float32.</summary>
public enum Precision
{
    /// <summary>What is quicker on this machine.</summary>
    Auto,
    Float32,
    BFloat16,
}
