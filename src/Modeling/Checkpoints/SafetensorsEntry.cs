using static TorchSharp.torch;

namespace Samantha.Modeling.Checkpoints;

/// <summary>Where a safetensors file holds a tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type of number.</param>
/// <param name="Shape">Its shape; empty for a scalar.</param>
/// <param name="Offset">Its first byte in the file.</param>
/// <param name="Bytes">How many bytes it has.</param>
public sealed record SafetensorsEntry(string Name, ScalarType Type, IReadOnlyList<long> Shape, long Offset, long Bytes);
