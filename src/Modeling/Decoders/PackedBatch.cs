using static TorchSharp.torch;

namespace Samantha.Modeling.Decoders;

/// <summary>
/// The new tokens of several sequences, one after the other without padding: matrix multiplications take all rows at
/// once, attention takes each sequence's own. Prompts and single tokens mix freely.
/// </summary>
internal sealed class PackedBatch
{
    private PackedBatch(long[] tokens, long[] positions, long[] lastRows, IReadOnlyList<PackedSequence> sequences) =>
        (Tokens, Positions, LastRows, Sequences) = (tokens, positions, lastRows, sequences);

    public long[] Tokens { get; }

    public long[] Positions { get; }

    /// <summary>The row of each sequence's last token.</summary>
    public long[] LastRows { get; }

    public IReadOnlyList<PackedSequence> Sequences { get; }

    /// <summary>Lays the inputs out and makes room in their caches. The masks live in the current dispose scope.</summary>
    public static PackedBatch Pack(IReadOnlyList<DecoderInput> inputs, DecoderConfig config, Device device)
    {
        var total = inputs.Sum(input => input.Tokens.Length);
        var tokens = new long[total];
        var positions = new long[total];
        var lastRows = new long[inputs.Count];
        var sequences = new PackedSequence[inputs.Count];
        var row = 0;
        for (var i = 0; i < inputs.Count; i++)
        {
            var (ids, cache) = inputs[i];
            if (ids.IsEmpty)
                throw new ArgumentException("A sequence in a step needs at least one token.", nameof(inputs));
            cache.Reserve(ids.Length);
            sequences[i] = new PackedSequence(cache, row, ids.Length, Mask(ids.Length, cache.Length, config, device));
            foreach (var (offset, id) in ids.ToArray().Index())
            {
                if ((uint)id >= (uint)config.VocabularySize)
                    throw new ArgumentException($"Token {id} is outside the vocabulary of {config.VocabularySize}.", nameof(inputs));
                tokens[row + offset] = id;
                positions[row + offset] = cache.Length + offset;
            }

            row += ids.Length;
            lastRows[i] = row - 1;
        }

        return new PackedBatch(tokens, positions, lastRows, sequences);
    }

    // Row t · group + g of a key head's queries is token t: it sees the past and the new tokens up to itself.
    private static Tensor? Mask(int count, int past, DecoderConfig config, Device device)
    {
        if (count == 1 || past == 0)
            return null;
        var group = config.Heads / config.KeyValueHeads;
        using var all = ones(count, past + count, ScalarType.Bool, device);
        var causal = all.tril(past);
        if (group == 1)
            return causal;
        using (causal)
        {
            using var middle = causal.unsqueeze(1);
            using var wide = middle.expand(count, group, past + count);
            return wide.reshape(count * group, past + count);
        }
    }
}
