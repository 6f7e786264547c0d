using Samantha.Modeling.Decoders;
using Samantha.Modeling.Lora;
using Samantha.Training.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Language;

/// <summary>A decoder that learns by low-rank adapters.</summary>
public sealed class LoraLearner : ILowRankLearner<TokenExample>, IDisposable
{
    private readonly LoraAdapters adapters;
    private readonly DecoderLearner learner;

    /// <param name="model">The decoder; it outlives the learner.</param>
    /// <param name="config">The adapters.</param>
    /// <param name="seed">Seeds them.</param>
    public LoraLearner(DecoderModel model, LoraConfig config, long seed)
    {
        adapters = LoraAdapters.Apply(model, config, seed);
        learner = new DecoderLearner(model, adapters.Parameters);
        Subspaces = adapters.Subspaces;
    }

    public IReadOnlyList<Parameter> Parameters => learner.Parameters;

    public IReadOnlyList<Parameter> Subspaces { get; }

    public Tensor Logits(IReadOnlyList<TokenExample> samples) => learner.Logits(samples);

    public Tensor Labels(IReadOnlyList<TokenExample> samples) => learner.Labels(samples);

    public void Fold(long seed) => adapters.Fold(seed);

    /// <summary>Takes the adapters off; what was folded stays.</summary>
    public void Dispose() => adapters.Dispose();
}
