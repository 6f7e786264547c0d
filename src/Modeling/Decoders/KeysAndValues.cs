using static TorchSharp.torch;

namespace Samantha.Modeling.Decoders;

/// <summary>Keys and values of positions before a row's own, the same for every row.</summary>
/// <param name="Keys">[n, kv heads, d], turned already.</param>
/// <param name="Values">[n, kv heads, d].</param>
internal readonly record struct KeysAndValues(Tensor Keys, Tensor Values)
{
    /// <summary>Puts some before a batch's own, [B, T, kv heads, d].</summary>
    public static Tensor Before(Tensor own, Tensor some)
    {
        using var batch = some.unsqueeze(0).expand(own.shape[0], -1, -1, -1);
        return cat([batch, own], 1);
    }
}
