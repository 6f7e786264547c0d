using Samantha.Modeling.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Encoders;

/// <summary>A bidirectional encoder of BERT's shape (Devlin et al. 2019) with one head. It computes in float32.</summary>
/// <remarks>Forward passes may run on several threads at once as long as nobody writes the weights.</remarks>
public sealed class EncoderModel : nn.Module<Tensor, Tensor>, ICheckpointed
{
    /// <summary>Labels with this value do not count in a loss.</summary>
    public const long IgnoredLabel = -100;

    private readonly EncoderEmbeddings embeddings;
    private readonly ModuleList<EncoderLayer> layers;
    private readonly ClassificationHead? classification;
    private readonly MaskedLanguageHead? masked;

    /// <summary>A model with room for its weights: <see cref="Initialise"/> it, or load a checkpoint into it.</summary>
    /// <exception cref="ArgumentException">The shape is impossible.</exception>
    public EncoderModel(EncoderConfig config, EncoderHead head, Device? device = null) : base(nameof(EncoderModel))
    {
        Config = config.Validated();
        Head = head;
        device ??= CPU;
        embeddings = new EncoderEmbeddings(config, device);
        layers = new ModuleList<EncoderLayer>([.. Enumerable.Range(0, config.Layers).Select(_ => new EncoderLayer(config, device))]);
        if (head == EncoderHead.MaskedLanguage)
            masked = new MaskedLanguageHead(config, device);
        else
            classification = new ClassificationHead(config, pooled: head == EncoderHead.Sequence, device);
        RegisterComponents();
    }

    public EncoderConfig Config { get; }

    public EncoderHead Head { get; }

    /// <summary>Where the weights are.</summary>
    public Device Device => embeddings.Words.device;

    /// <summary>Draws fresh weights from N(0, InitializerRange²).</summary>
    /// <returns>This model.</returns>
    public EncoderModel Initialise(long seed)
    {
        using var generator = new Generator((ulong)seed, Device);
        embeddings.Reset(Config.InitializerRange, generator);
        foreach (var layer in layers)
            layer.Reset(Config.InitializerRange, generator);
        classification?.Reset(Config.InitializerRange, generator);
        masked?.Reset(Config.InitializerRange, generator);
        return this;
    }

    /// <summary>A model for another task on this one's encoder: a copy of its weights under a fresh head.</summary>
    /// <param name="head">The task.</param>
    /// <param name="labels">Its labels; this model's by default.</param>
    /// <param name="multiLabel">Whether several labels may hold at once.</param>
    /// <param name="seed">For the fresh head.</param>
    public EncoderModel WithHead(EncoderHead head, IReadOnlyList<string>? labels = null, bool multiLabel = false, long seed = 0)
    {
        var config = Config with { Labels = labels ?? Config.Labels, MultiLabel = multiLabel };
        var model = new EncoderModel(config, head, Device).Initialise(seed);
        var own = Weights().ToDictionary(weight => weight.Name);
        using var ungraded = no_grad();
        foreach (var weight in model.embeddings.Weights("bert.embeddings").Concat(model.BlockWeights()))
        {
            using var source = own[weight.Name].Value();
            using var target = weight.Value();
            target.copy_(source);
        }

        return model;
    }

    /// <summary>Logits of a batch without padding.</summary>
    /// <param name="input">Token ids, [B, T], int64.</param>
    public override Tensor forward(Tensor input) => Forward(input);

    /// <summary>Logits of a batch.</summary>
    /// <param name="inputIds">Token ids, [B, T], int64.</param>
    /// <param name="attentionMask">[B, T], non-zero at real tokens, of which each row has one; null when nothing is padding.</param>
    /// <param name="tokenTypeIds">[B, T], int64; all zero by default.</param>
    /// <param name="positionIds">[B, T], int64; 0, 1, 2 … along the row by default.</param>
    /// <returns>[B, labels], [B, T, labels] or [B, T, vocabulary], as the head has it; values at padding have no meaning.</returns>
    public Tensor Forward(Tensor inputIds, Tensor? attentionMask = null, Tensor? tokenTypeIds = null, Tensor? positionIds = null)
    {
        using var features = Features(inputIds, attentionMask, tokenTypeIds, positionIds);
        return masked is null ? classification!.forward(features) : masked.Forward(features, embeddings.Words);
    }

    /// <summary>
    /// The loss in nats: cross-entropy for one label per text or token, binary cross-entropy where labels are
    /// floating-point, one number per label.
    /// </summary>
    /// <param name="inputIds">As in <see cref="Forward"/>.</param>
    /// <param name="labels">As in <see cref="Labelled"/>; or [B, labels], float32 in [0, 1].</param>
    /// <param name="attentionMask">As in <see cref="Forward"/>.</param>
    /// <param name="tokenTypeIds">As in <see cref="Forward"/>.</param>
    /// <param name="positionIds">As in <see cref="Forward"/>.</param>
    /// <param name="reduction">Mean over labels, their sum, or one loss each.</param>
    /// <exception cref="ArgumentException">Nothing is labelled.</exception>
    public Tensor Loss(
        Tensor inputIds,
        Tensor labels,
        Tensor? attentionMask = null,
        Tensor? tokenTypeIds = null,
        Tensor? positionIds = null,
        nn.Reduction reduction = nn.Reduction.Mean)
    {
        using var scope = NewDisposeScope();
        if (labels.is_floating_point())
        {
            var all = classification!.forward(Features(inputIds, attentionMask, tokenTypeIds, positionIds));
            return nn.functional.binary_cross_entropy_with_logits(all, labels, reduction: reduction).MoveToOuterDisposeScope();
        }

        var (logits, targets) = Labelled(inputIds, labels, attentionMask, tokenTypeIds, positionIds);
        return nn.functional.cross_entropy(logits, targets, reduction: reduction).MoveToOuterDisposeScope();
    }

    /// <summary>Logits where labels are, and these labels. The head is computed there only.</summary>
    /// <param name="inputIds">As in <see cref="Forward"/>.</param>
    /// <param name="labels">[B] or [B, T], as the head has it, int64, with <see cref="IgnoredLabel"/> where nothing counts.</param>
    /// <param name="attentionMask">As in <see cref="Forward"/>.</param>
    /// <param name="tokenTypeIds">As in <see cref="Forward"/>.</param>
    /// <param name="positionIds">As in <see cref="Forward"/>.</param>
    /// <returns>[n, classes] and [n], row by row.</returns>
    /// <exception cref="ArgumentException">Nothing is labelled.</exception>
    public (Tensor Logits, Tensor Targets) Labelled(
        Tensor inputIds, Tensor labels, Tensor? attentionMask = null, Tensor? tokenTypeIds = null, Tensor? positionIds = null)
    {
        using var scope = NewDisposeScope();
        var features = Features(inputIds, attentionMask, tokenTypeIds, positionIds);
        var targets = labels.reshape(-1);
        var rows = targets.ne(IgnoredLabel).nonzero().view(-1);
        if (rows.shape[0] == 0)
            throw new ArgumentException("A loss needs at least one label.", nameof(labels));

        var labelled = Head == EncoderHead.Sequence ? features.index_select(0, rows) : features.reshape(-1, Config.HiddenSize).index_select(0, rows);
        var logits = masked is null ? classification!.forward(labelled) : masked.Forward(labelled, embeddings.Words);
        return (logits.MoveToOuterDisposeScope(), targets.index_select(0, rows).MoveToOuterDisposeScope());
    }

    /// <summary>What the last block makes of each token, [B, T, hidden]; parameters as in <see cref="Forward"/>.</summary>
    public Tensor Features(Tensor inputIds, Tensor? attentionMask = null, Tensor? tokenTypeIds = null, Tensor? positionIds = null)
    {
        using var scope = NewDisposeScope();
        var mask = attentionMask?.ne(0).unsqueeze(1).unsqueeze(1);
        var features = embeddings.Forward(inputIds, tokenTypeIds, positionIds);
        foreach (var layer in layers)
        {
            var next = layer.Forward(features, mask);
            features.Dispose();
            features = next;
        }

        return features.MoveToOuterDisposeScope();
    }

    public IEnumerable<WeightSlice> Weights() =>
    [
        .. embeddings.Weights("bert.embeddings"),
        .. BlockWeights(),
        .. classification?.Weights() ?? [],
        .. masked?.Weights() ?? [],
    ];

    /// <summary>Whether a checkpoint may hold a tensor of this name although it says nothing new.</summary>
    internal static bool IsRedundant(string name) => name is
        "bert.embeddings.position_ids" or "cls.predictions.decoder.weight" or "cls.predictions.decoder.bias";

    private IEnumerable<WeightSlice> BlockWeights() =>
        layers.SelectMany((layer, i) => layer.Weights($"bert.encoder.layer.{i}"));
}
