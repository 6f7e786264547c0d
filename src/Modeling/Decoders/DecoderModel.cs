using Samantha.Modeling.Layers;
using Samantha.Modeling.Prefix;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Decoders;

/// <summary>
/// A causal language model of the Llama family: pre-normalised blocks of grouped-query attention and SwiGLU
/// (Touvron et al. 2023). It computes in float32.
/// </summary>
/// <remarks>
/// Two ways in. <see cref="Forward"/> and <see cref="Loss"/> take padded batches, for training and evaluation.
/// <see cref="Step"/> takes new tokens of any number of sequences, each with its own cache, for serving.
/// Steps may run on several threads at once as long as no cache is shared and nobody writes the weights.
/// </remarks>
public sealed class DecoderModel : nn.Module<Tensor, Tensor>, ICheckpointed
{
    /// <summary>Labels with this value do not count in a loss.</summary>
    public const long IgnoredLabel = -100;

    private readonly RotaryEmbedding rotary;
    private readonly Parameter embed_tokens;
    private readonly Parameter? lm_head;
    private readonly ModuleList<DecoderLayer> layers;
    private readonly RmsNorm norm;
    private ScalarType productType = ScalarType.Float32;

    /// <summary>A model with room for its weights: <see cref="Initialise"/> it, or load a checkpoint into it.</summary>
    /// <param name="config">The shape.</param>
    /// <param name="device">Where it lives; the CPU by default.</param>
    /// <exception cref="ArgumentException">The shape is impossible.</exception>
    public DecoderModel(DecoderConfig config, Device? device = null) : this(config, device, null)
    {
    }

    /// <param name="config">The shape.</param>
    /// <param name="device">Where it lives; the CPU by default.</param>
    /// <param name="widths">Of each block's feed-forward layer, where they differ: such a model serves, and is not saved.</param>
    internal DecoderModel(DecoderConfig config, Device? device, IReadOnlyList<int>? widths) : base(nameof(DecoderModel))
    {
        Config = config.Validated();
        device ??= CPU;
        rotary = new RotaryEmbedding(config.Rotary, config.HeadDimension, config.MaxPositions);
        embed_tokens = Layers.Initialise.Empty(device, config.VocabularySize, config.HiddenSize);
        lm_head = config.TieWordEmbeddings ? null : Layers.Initialise.Empty(device, config.VocabularySize, config.HiddenSize);
        layers = new ModuleList<DecoderLayer>([.. Enumerable.Range(0, config.Layers)
            .Select(i => new DecoderLayer(widths is null ? config : config with { IntermediateSize = widths[i] }, rotary, device))]);
        norm = new RmsNorm(config.HiddenSize, config.NormEpsilon, device);
        RegisterComponents();
    }

    public DecoderConfig Config { get; }

    /// <summary>
    /// In what large matrix products are computed while gradients are recorded: float32, or bfloat16 where the device has
    /// instructions for it. Weights, normalisations, the residual stream and the loss stay in float32.
    /// </summary>
    public ScalarType ProductType
    {
        get => productType;
        set
        {
            productType = value;
            foreach (var (_, projection) in Projections)
                projection.ProductType = value;
        }
    }

    /// <summary>Where the weights are.</summary>
    public Device Device => embed_tokens.device;

    /// <summary>The fused matrices, each under the path that its parts share: <c>model.layers.0.self_attn</c>.</summary>
    internal IEnumerable<(string Path, Projection Projection)> Projections =>
        layers.SelectMany((layer, i) => layer.Projections.Select(found => ($"model.layers.{i}.{found.Path}", found.Projection)));

    /// <summary>The blocks, the first one first.</summary>
    internal IEnumerable<DecoderLayer> Blocks => layers;

    /// <summary>What stands before every sequence, if anything. Owned by whoever attached it.</summary>
    internal PrefixTuning? Prefix { get; set; }

    /// <summary>
    /// Draws fresh weights from N(0, InitializerRange²); the matrices that add to the residual stream are smaller by
    /// √(2 · layers), so that its variance does not grow with depth (Radford et al. 2019).
    /// </summary>
    /// <returns>This model.</returns>
    public DecoderModel Initialise(long seed)
    {
        using var generator = new Generator((ulong)seed, Device);
        var deviation = Config.InitializerRange;
        Layers.Initialise.Normal(embed_tokens, deviation, generator);
        if (lm_head is not null)
            Layers.Initialise.Normal(lm_head, deviation, generator);
        foreach (var layer in layers)
            layer.Reset(deviation, deviation / Math.Sqrt(2.0 * Config.Layers), generator);
        return this;
    }

    /// <summary>Logits of a batch without padding, or padded on the right.</summary>
    /// <param name="input">Token ids, [B, T], int64.</param>
    /// <returns>[B, T, vocabulary].</returns>
    public override Tensor forward(Tensor input) => Forward(input);

    /// <summary>Logits of a batch.</summary>
    /// <param name="inputIds">Token ids, [B, T], int64.</param>
    /// <param name="attentionMask">
    /// [B, T], non-zero at real tokens. Only padding on the left needs it: no real token sees what follows it.
    /// </param>
    /// <param name="positionIds">[B, T], int64; 0, 1, 2 … along the row by default.</param>
    /// <returns>[B, T, vocabulary]; values at padding have no meaning.</returns>
    public Tensor Forward(Tensor inputIds, Tensor? attentionMask = null, Tensor? positionIds = null)
    {
        using var hidden = Hidden(inputIds, attentionMask, positionIds);
        return Head(hidden);
    }

    /// <summary>
    /// Mean cross-entropy in nats of each labelled token given those before it. The output layer is computed for labelled
    /// tokens only.
    /// </summary>
    /// <param name="inputIds">Token ids, [B, T], int64.</param>
    /// <param name="labels">[B, T], int64: the token ids themselves, or <see cref="IgnoredLabel"/>. The shift is made here.</param>
    /// <param name="attentionMask">As in <see cref="Forward"/>.</param>
    /// <param name="positionIds">As in <see cref="Forward"/>.</param>
    /// <param name="reduction">Mean over labelled tokens, their sum, or one loss each.</param>
    /// <returns>A scalar, or [labelled tokens], row by row.</returns>
    /// <exception cref="ArgumentException">No token is labelled.</exception>
    public Tensor Loss(Tensor inputIds, Tensor labels, Tensor? attentionMask = null, Tensor? positionIds = null, nn.Reduction reduction = nn.Reduction.Mean)
    {
        using var scope = NewDisposeScope();
        var (logits, targets) = Labelled(inputIds, labels, attentionMask, positionIds);
        return nn.functional.cross_entropy(logits, targets, reduction: reduction).MoveToOuterDisposeScope();
    }

    /// <summary>What is said before each labelled token, row by row: what <see cref="Loss"/> is made of.</summary>
    /// <inheritdoc cref="Loss"/>
    /// <returns>Logits, [labelled tokens, vocabulary], and the labels that they should say, [labelled tokens].</returns>
    public (Tensor Logits, Tensor Targets) Labelled(Tensor inputIds, Tensor labels, Tensor? attentionMask = null, Tensor? positionIds = null)
    {
        using var scope = NewDisposeScope();
        var hidden = Hidden(inputIds, attentionMask, positionIds);
        var length = inputIds.shape[1];
        var targets = labels.narrow(1, 1, length - 1).reshape(-1);
        var predicting = hidden.narrow(1, 0, length - 1).reshape(-1, Config.HiddenSize);
        var rows = targets.ne(IgnoredLabel).nonzero().view(-1);
        if (rows.shape[0] == 0)
            throw new ArgumentException("A loss needs at least one labelled token after the first.", nameof(labels));

        if (rows.shape[0] < targets.shape[0])
        {
            predicting = predicting.index_select(0, rows);
            targets = targets.index_select(0, rows);
        }

        return (Head(predicting).MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope());
    }

    /// <summary>
    /// Takes new tokens of several sequences, whole prompts and single tokens alike, adds them to their caches, and says
    /// what may follow. Without gradients. If it throws, no cache has changed.
    /// </summary>
    /// <param name="inputs">At least one sequence's new tokens with its cache.</param>
    /// <returns>Logits after each sequence's last token, [sequences, vocabulary].</returns>
    /// <exception cref="ArgumentException">A sequence is empty, a token unknown or a context full.</exception>
    public Tensor Step(IReadOnlyList<DecoderInput> inputs)
    {
        ArgumentOutOfRangeException.ThrowIfZero(inputs.Count);
        using var scope = NewDisposeScope();
        Tensor logits;
        using (inference_mode())
            logits = Advance(inputs);
        // A copy made outside is an ordinary tensor again, which its owner may change.
        return logits.clone().MoveToOuterDisposeScope();
    }

    /// <summary>A cache for a sequence of this model that has said nothing yet.</summary>
    public KeyValueCache NewCache(int capacity = 64)
    {
        var cache = new KeyValueCache(Config, Device, capacity);
        Prefix?.Begin(cache);
        return cache;
    }

    public IEnumerable<WeightSlice> Weights()
    {
        yield return new WeightSlice("model.embed_tokens.weight", embed_tokens);
        for (var i = 0; i < layers.Count; i++)
        {
            foreach (var weight in layers[i].Weights($"model.layers.{i}"))
                yield return weight;
        }

        foreach (var weight in norm.Weights("model.norm"))
            yield return weight;
        if (lm_head is not null)
            yield return new WeightSlice("lm_head.weight", lm_head);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rotary.Dispose();
        base.Dispose(disposing);
    }

    private Tensor Advance(IReadOnlyList<DecoderInput> inputs)
    {
        var device = Device;
        var batch = PackedBatch.Pack(inputs, Config, device);
        var rotation = batch.Sequences is [var only]
            ? rotary.Range(only.Cache.Length, only.Count, device)
            : rotary.At(batch.Positions, device);
        // A single row goes through as a vector: see Projection.
        var hidden = batch.Tokens is [var token]
            ? embed_tokens.select(0, token)
            : Lookup.Rows(embed_tokens, tensor(batch.Tokens, device: device));
        for (var i = 0; i < layers.Count; i++)
            hidden = layers[i].Step(hidden, rotation, batch, i);

        if (batch.LastRows.Length < batch.Tokens.Length)
            hidden = hidden.index_select(0, tensor(batch.LastRows, device: device));
        var logits = Head(norm.forward(hidden)).view(-1, Config.VocabularySize);
        foreach (var sequence in batch.Sequences)
            sequence.Cache.Advance(sequence.Count);
        return logits;
    }

    /// <summary>The last block's output, normalised, [B, T, hidden].</summary>
    /// <inheritdoc cref="Forward"/>
    internal Tensor Hidden(Tensor inputIds, Tensor? attentionMask = null, Tensor? positionIds = null)
    {
        using var stream = Stream(inputIds, attentionMask, positionIds);
        return norm.forward(stream);
    }

    /// <summary>Logits of some of the last block's outputs, [N, hidden] to [N, vocabulary].</summary>
    internal Tensor Say(Tensor stream)
    {
        using var hidden = norm.forward(stream);
        return Head(hidden);
    }

    /// <summary>The last block's output, [B, T, hidden].</summary>
    /// <inheritdoc cref="Forward"/>
    internal Tensor Stream(Tensor inputIds, Tensor? attentionMask = null, Tensor? positionIds = null)
    {
        using var middle = Middle(inputIds, attentionMask, positionIds);
        return Finish(middle);
    }

    /// <summary>What the last feed-forward layer reads, of what stands before it.</summary>
    internal Tensor LastRead(Tensor middle) => layers[^1].Read(middle);

    /// <summary>The last block's output, of what stands before its feed-forward layer; [..., hidden] to the same.</summary>
    internal Tensor Finish(Tensor middle) => layers[^1].FeedForward(middle);

    /// <summary>What stands before the last feed-forward layer, [B, T, hidden]: it depends on no weight of that layer.</summary>
    /// <inheritdoc cref="Forward"/>
    internal Tensor Middle(Tensor inputIds, Tensor? attentionMask = null, Tensor? positionIds = null)
    {
        using var scope = NewDisposeScope();
        long batch = inputIds.shape[0], length = inputIds.shape[1];
        // Whatever stands before the row has the first positions.
        var before = Prefix?.Length ?? 0;
        var rotation = positionIds is null
            ? rotary.Range(before, (int)length, inputIds.device)
            : Batched(rotary.At(positionIds.reshape(-1).add(before)), batch, length);
        var mask = attentionMask is null && before == 0 ? null : CausalMask(attentionMask ?? ones_like(inputIds), length, before);
        var hidden = Lookup.Rows(embed_tokens, inputIds);
        if (training && Config.HiddenDropout > 0)
            hidden = nn.functional.dropout(hidden, Config.HiddenDropout, training: true);
        for (var i = 0; i < layers.Count; i++)
        {
            KeysAndValues? past = before == 0 ? null : Prefix!.Of(i);
            var next = i < layers.Count - 1 ? layers[i].Forward(hidden, rotation, mask, past) : layers[i].Middle(hidden, rotation, mask, past);
            hidden.Dispose();
            hidden = next;
        }

        return hidden.MoveToOuterDisposeScope();
    }

    private Tensor Head(Tensor hidden)
    {
        var matrix = lm_head ?? embed_tokens;
        if (MixedPrecision.Narrows(productType))
            return MixedPrecision.Linear(hidden, matrix, null, productType);
        return FewRows.Takes(hidden, matrix) ? FewRows.Multiply(hidden, matrix) : nn.functional.linear(hidden, matrix);
    }

    private Rotation Batched(Rotation flat, long batch, long length) => new(
        flat.Cosines.view(batch, length, 1, Config.HeadDimension),
        flat.Sines.view(batch, length, 1, Config.HeadDimension));

    // Padding sees itself: a row of nothing but forbidden keys would be NaN, and NaN spreads even at weight zero.
    private static Tensor CausalMask(Tensor attentionMask, long length, long before)
    {
        var device = attentionMask.device;
        var causal = ones(length, length, ScalarType.Bool, device).tril();
        var itself = eye(length, length, ScalarType.Bool, device);
        var visible = attentionMask.ne(0).unsqueeze(1).logical_and(causal);
        var own = visible.logical_or(itself);
        return (before == 0 ? own : cat([ones([own.shape[0], length, before], ScalarType.Bool, device), own], 2)).unsqueeze(1);
    }
}
