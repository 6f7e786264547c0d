using static TorchSharp.torch;

namespace Samantha.Modeling.Decoders;

/// <summary>
/// The keys and values of one sequence's past, so that a step costs its new tokens only. It is allocated ahead and grows
/// by doubling. Not for use by two threads at once.
/// </summary>
/// <remarks>Per layer two tensors [1, kv heads, capacity, d]; positions from <see cref="Length"/> on hold no value.</remarks>
public sealed class KeyValueCache : IDisposable
{
    private const int SmallestCapacity = 64;

    private readonly DecoderConfig config;
    private readonly Device device;
    private readonly Tensor[] keys;
    private readonly Tensor[] values;

    /// <param name="config">The model's shape.</param>
    /// <param name="device">Where the model is.</param>
    /// <param name="capacity">Tokens to make room for at first.</param>
    public KeyValueCache(DecoderConfig config, Device device, int capacity = SmallestCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        this.config = config;
        this.device = device;
        Capacity = Math.Min(capacity, config.MaxPositions);
        keys = [.. Enumerable.Range(0, config.Layers).Select(_ => Allocate(Capacity))];
        values = [.. Enumerable.Range(0, config.Layers).Select(_ => Allocate(Capacity))];
    }

    /// <summary>Tokens held.</summary>
    public int Length { get; private set; }

    /// <summary>Tokens there is room for without growing.</summary>
    public int Capacity { get; private set; }

    /// <summary>Tokens that may still be added before the context is full.</summary>
    public int Remaining => config.MaxPositions - Length;

    /// <summary>Memory held, in bytes.</summary>
    public long Bytes => 2L * config.Layers * config.KeyValueHeads * Capacity * config.HeadDimension * sizeof(float);

    /// <summary>Forgets every token from <paramref name="length"/> on; memory is kept.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>A cache of its own with the same past: several continuations of one prompt share its prefill.</summary>
    public KeyValueCache Fork()
    {
        var fork = new KeyValueCache(config, device, Math.Max(1, Capacity));
        for (var layer = 0; layer < keys.Length && Length > 0; layer++)
        {
            Copy(keys[layer], fork.keys[layer]);
            Copy(values[layer], fork.values[layer]);
        }

        fork.Length = Length;
        return fork;
    }

    public void Dispose()
    {
        foreach (var tensor in keys.Concat(values))
            tensor.Dispose();
    }

    /// <summary>Makes room for tokens to come.</summary>
    /// <exception cref="ArgumentException">The context is too short for them.</exception>
    internal void Reserve(int tokens)
    {
        if (tokens > Remaining)
            throw new ArgumentException($"The context holds {config.MaxPositions} tokens: {Length} are taken and {tokens} more were given.");
        if (Length + tokens <= Capacity)
            return;

        var capacity = (int)Math.Min(config.MaxPositions, Math.Max(2L * Capacity, Length + tokens));
        for (var layer = 0; layer < keys.Length; layer++)
        {
            keys[layer] = Grow(keys[layer], capacity);
            values[layer] = Grow(values[layer], capacity);
        }

        Capacity = capacity;
    }

    /// <summary>Writes a layer's new keys and values behind the past; <see cref="Advance"/> then makes them count.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="newKeys">[kv heads, n, d].</param>
    /// <param name="newValues">[kv heads, n, d].</param>
    /// <returns>Views of past and new together, [1, kv heads, Length + n, d].</returns>
    internal (Tensor Keys, Tensor Values) Append(int layer, Tensor newKeys, Tensor newValues)
    {
        var count = newKeys.shape[1];
        Write(keys[layer], newKeys);
        Write(values[layer], newValues);
        return (keys[layer].narrow(2, 0, Length + count), values[layer].narrow(2, 0, Length + count));

        void Write(Tensor cache, Tensor fresh)
        {
            using var slot = cache.narrow(2, Length, count);
            slot.copy_(fresh);
        }
    }

    /// <summary>All that is set aside for a layer, [1, kv heads, <see cref="Capacity"/>, d] each.</summary>
    internal (Tensor Keys, Tensor Values) Layer(int layer) => (keys[layer], values[layer]);

    internal void Advance(int tokens) => Length += tokens;

    private Tensor Allocate(int capacity) =>
        empty([1, config.KeyValueHeads, capacity, config.HeadDimension], ScalarType.Float32, device).DetachFromDisposeScope();

    private Tensor Grow(Tensor old, int capacity)
    {
        var grown = Allocate(capacity);
        if (Length > 0)
            Copy(old, grown);
        old.Dispose();
        return grown;
    }

    private void Copy(Tensor from, Tensor to)
    {
        using var ungraded = no_grad();
        using var source = from.narrow(2, 0, Length);
        using var target = to.narrow(2, 0, Length);
        target.copy_(source);
    }
}
