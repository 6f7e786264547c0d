using Samantha.Modeling.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Modeling.Decoders;

/// <summary>Grouped-query attention (Ainslie et al. 2023) over rotated queries and keys.</summary>
internal sealed class Attention : nn.Module
{
    private readonly long heads;
    private readonly long keyHeads;
    private readonly long headDimension;
    private readonly double dropout;
    private readonly RotaryEmbedding rotary;
    private readonly Projection qkv;
    private readonly Projection output;
    private readonly RmsNorm? q_norm;
    private readonly RmsNorm? k_norm;

    public Attention(DecoderConfig config, RotaryEmbedding rotary, Device device) : base(nameof(Attention))
    {
        heads = config.Heads;
        keyHeads = config.KeyValueHeads;
        headDimension = config.HeadDimension;
        dropout = config.AttentionDropout;
        this.rotary = rotary;
        qkv = new Projection(
            config.HiddenSize,
            [new("q_proj", heads * headDimension), new("k_proj", keyHeads * headDimension), new("v_proj", keyHeads * headDimension)],
            config.AttentionBias,
            device);
        output = new Projection(heads * headDimension, [new("o_proj", config.HiddenSize)], config.AttentionOutputBias, device);
        if (config.QueryKeyNorm)
        {
            q_norm = new RmsNorm(headDimension, config.NormEpsilon, device);
            k_norm = new RmsNorm(headDimension, config.NormEpsilon, device);
        }

        RegisterComponents();
    }

    public IEnumerable<Projection> Projections => [qkv, output];

    public void Reset(double deviation, double residualDeviation, Generator generator)
    {
        qkv.Reset(deviation, generator);
        output.Reset(residualDeviation, generator);
    }

    /// <summary>Attends within each row of a batch.</summary>
    /// <param name="input">[B, T, hidden].</param>
    /// <param name="rotation">[T, 1, d], or [B, T, 1, d].</param>
    /// <param name="mask">[B, 1, T, past + T], true where a query may see a key, or null for plain causal attention without a past.</param>
    /// <param name="past">Keys and values before the row's own, the same for all rows.</param>
    public Tensor Forward(Tensor input, Rotation rotation, Tensor? mask, KeysAndValues? past = null)
    {
        using var scope = NewDisposeScope();
        long batch = input.shape[0], length = input.shape[1];
        var (queries, keys, values) = Split(qkv.call(input).view(batch, length, heads + 2 * keyHeads, headDimension), 2, rotation);
        if (past is { } before)
            (keys, values) = (KeysAndValues.Before(keys, before.Keys), KeysAndValues.Before(values, before.Values));
        // The CPU's fused attention is one of float32, which skips what the future holds; narrowed it would be composed.
        var narrows = MixedPrecision.Narrows(qkv.ProductType) && input.device.type != DeviceType.CPU;
        if (narrows)
            (queries, keys, values) = (queries.to(qkv.ProductType), keys.to(qkv.ProductType), values.to(qkv.ProductType));
        var attended = nn.functional.scaled_dot_product_attention(
            queries.transpose(1, 2), Repeat(keys), Repeat(values), mask, training ? dropout : 0.0, mask is null);
        if (narrows)
            attended = attended.to(ScalarType.Float32);
        var joined = attended.transpose(1, 2).reshape(batch, length, heads * headDimension);
        return output.call(joined).MoveToOuterDisposeScope();
    }

    /// <summary>Attends each sequence's new tokens to its own past and to themselves.</summary>
    /// <param name="input">[N, hidden], the new tokens of all sequences one after the other; [hidden] for just one.</param>
    /// <param name="rotation">[N, 1, d].</param>
    /// <param name="batch">Which rows are whose.</param>
    /// <param name="layer">This layer's number in the caches.</param>
    public Tensor Step(Tensor input, Rotation rotation, PackedBatch batch, int layer)
    {
        using var scope = NewDisposeScope();
        long rows = batch.Tokens.Length, width = heads * headDimension;
        var fused = qkv.forward(input).view(rows, heads + 2 * keyHeads, headDimension);
        var turned = Turn(fused, 1, rotation);
        var attended = empty([rows, width], ScalarType.Float32, input.device);
        var isNear = NewestTokenAttention.Takes(input.device, headDimension);
        foreach (var sequence in batch.Sequences)
        {
            if (sequence.Count == 1 && isNear)
            {
                NewestTokenAttention.Attend(turned, fused, sequence.Start, sequence.Cache, layer, attended);
                continue;
            }

            var own = attended.narrow(0, sequence.Start, sequence.Count);
            own.copy_(Attend(turned.narrow(0, sequence.Start, sequence.Count), fused.narrow(0, sequence.Start, sequence.Count), sequence, layer));
        }

        return output.forward(input.dim() == 1 ? attended.view(width) : attended).MoveToOuterDisposeScope();
    }

    public IEnumerable<WeightSlice> Weights(string prefix) =>
    [
        .. qkv.Weights(prefix + "."),
        .. output.Weights(prefix + "."),
        .. q_norm?.Weights(prefix + ".q_norm") ?? [],
        .. k_norm?.Weights(prefix + ".k_norm") ?? [],
    ];

    private (Tensor Queries, Tensor Keys, Tensor Values) Split(Tensor fused, long dimension, Rotation rotation)
    {
        var turned = Turn(fused, dimension, rotation);
        return (turned.narrow(dimension, 0, heads), turned.narrow(dimension, heads, keyHeads), fused.narrow(dimension, heads + keyHeads, keyHeads));
    }

    // Queries and keys lie side by side and turn alike, so one turn does both.
    private Tensor Turn(Tensor fused, long dimension, Rotation rotation)
    {
        var both = fused.narrow(dimension, 0, heads + keyHeads);
        if (q_norm is not null && k_norm is not null)
        {
            var normalisedQueries = q_norm.forward(both.narrow(dimension, 0, heads));
            both = cat([normalisedQueries, k_norm.forward(both.narrow(dimension, heads, keyHeads))], dimension);
        }

        return rotary.Turn(both, rotation);
    }

    // [B, T, kv heads, d] to [B, heads, T, d]: each key head serves a group of query heads.
    private Tensor Repeat(Tensor keysOrValues)
    {
        var transposed = keysOrValues.transpose(1, 2);
        if (keyHeads == heads)
            return transposed;
        var (batch, length) = (transposed.shape[0], transposed.shape[2]);
        return transposed.unsqueeze(2)
            .expand(batch, keyHeads, heads / keyHeads, length, headDimension)
            .reshape(batch, heads, length, headDimension);
    }

    private Tensor Attend(Tensor turned, Tensor fused, PackedSequence sequence, int layer)
    {
        long count = sequence.Count, group = heads / keyHeads;
        var (queries, keys, values) = (turned.narrow(1, 0, heads), turned.narrow(1, heads, keyHeads), fused.narrow(1, heads + keyHeads, keyHeads));
        var (allKeys, allValues) = sequence.Cache.Append(layer, keys.transpose(0, 1), values.transpose(0, 1));
        if (count == 1)
        {
            return nn.functional.scaled_dot_product_attention(queries.view(1, keyHeads, group, headDimension), allKeys, allValues)
                .view(1, heads * headDimension);
        }

        // A sequence's first tokens see each other only.
        if (sequence.Mask is null)
        {
            var attended = nn.functional.scaled_dot_product_attention(
                queries.unsqueeze(0).transpose(1, 2), Repeat(keys.unsqueeze(0)), Repeat(values.unsqueeze(0)), is_casual: true);
            return attended.transpose(1, 2).reshape(count, heads * headDimension);
        }

        // The query heads of a group are further rows of their key head's multiplication: the long past is read where it
        // lies and not copied out to all the heads.
        var grouped = queries.view(count, keyHeads, group, headDimension).permute(1, 0, 2, 3).reshape(1, keyHeads, count * group, headDimension);
        return nn.functional.scaled_dot_product_attention(grouped, allKeys, allValues, sequence.Mask)
            .view(keyHeads, count, group, headDimension).permute(1, 0, 2, 3).reshape(count, heads * headDimension);
    }
}
