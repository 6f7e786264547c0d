using Samantha.Modeling.Decoders;

namespace Samantha.Inference.Caching;

/// <summary>A cache of keys and values, and whose tokens it holds.</summary>
internal sealed class CacheSlot(KeyValueCache cache, CacheShape shape)
{
    public KeyValueCache Cache { get; } = cache;

    public CacheShape Shape { get; } = shape;

    /// <summary>What is set aside for it, in bytes: as much as it can grow to in its present use.</summary>
    public long Charge { get; set; }

    public string? Conversation { get; set; }

    /// <summary>The version that computed what it holds.</summary>
    public string Version { get; set; } = "";

    /// <summary>The tokens it holds, while it is idle.</summary>
    public int[] Tokens { get; set; } = [];
}
