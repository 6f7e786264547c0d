using Samantha.Modeling.Decoders;

namespace Samantha.Inference.Caching;

/// <summary>What two models must have in common to use one cache after the other.</summary>
internal readonly record struct CacheShape(int Layers, int KeyValueHeads, int HeadDimension, int MaxPositions)
{
    public static CacheShape Of(DecoderConfig config) =>
        new(config.Layers, config.KeyValueHeads, config.HeadDimension, config.MaxPositions);

    /// <summary>Memory of a cache with room for so many tokens: keys and values in float32.</summary>
    public long Bytes(int tokens) => 2L * Layers * KeyValueHeads * HeadDimension * sizeof(float) * tokens;
}
