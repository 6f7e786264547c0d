using static TorchSharp.torch;

namespace Samantha.Modeling.Decoders;

/// <summary>Cosines and signed sines of some positions, [N, 1, d] each.</summary>
internal readonly record struct Rotation(Tensor Cosines, Tensor Sines) : IDisposable
{
    public void Dispose()
    {
        Cosines.Dispose();
        Sines.Dispose();
    }
}
