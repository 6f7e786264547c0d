namespace Samantha.Inference;

/// <summary>Says how much serving presses, so that work in the background can give way.</summary>
public interface IComputePriority
{
    /// <summary>The pressure at this moment; cheap, from any thread.</summary>
    ServingPressure Pressure { get; }
}
