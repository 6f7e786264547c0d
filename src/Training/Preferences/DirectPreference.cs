using Samantha.Modeling.Decoders;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Preferences;

/// <summary>
/// Direct preference optimisation (Rafailov et al. 2023, equation 7): a decoder learns to prefer one answer to another by more
/// than a frozen reference does, without a model of rewards.
/// </summary>
public sealed class DirectPreference
{
    private readonly DecoderModel policy;
    private readonly DecoderModel reference;
    private readonly PreferenceOptions options;

    /// <param name="policy">The decoder that learns.</param>
    /// <param name="reference">What it was before; it is not changed.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentException">A setting is impossible.</exception>
    public DirectPreference(DecoderModel policy, DecoderModel reference, PreferenceOptions options) =>
        (this.policy, this.reference, this.options) = (policy, reference, options.Validated());

    /// <summary>The loss of some pairs: the mean of -log σ(margin), a scalar with a graph.</summary>
    public Tensor Loss(IReadOnlyList<PreferencePair> pairs)
    {
        using var scope = NewDisposeScope();
        var batch = Batch(pairs);
        var own = batch.LogProbabilities(batch.LogDistributions(policy));
        var loss = -nn.functional.logsigmoid(Margins(own, Reference(batch))).mean();
        if (options.LikelihoodWeight > 0)
        {
            var lengths = tensor(pairs.Select(pair => (float)pair.Chosen.Length).ToArray(), device: policy.Device);
            loss = loss - options.LikelihoodWeight * own.narrow(0, 0, pairs.Count).div(lengths).mean();
        }

        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Each pair's margin of implicit rewards, β·[log π(chosen)/π_ref(chosen) - log π(rejected)/π_ref(rejected)]: above 0 where
    /// the decoder prefers as it should by more than the reference. Without a graph.
    /// </summary>
    public float[] Margins(IReadOnlyList<PreferencePair> pairs)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var batch = Batch(pairs);
        return Margins(batch.LogProbabilities(batch.LogDistributions(policy)), Reference(batch)).cpu().data<float>().ToArray();
    }

    // The chosen answers first, then the rejected ones.
    private AnswerBatch Batch(IReadOnlyList<PreferencePair> pairs) =>
        new([.. pairs.Select(pair => (pair.Prompt, pair.Chosen)), .. pairs.Select(pair => (pair.Prompt, pair.Rejected))], policy.Device);

    private Tensor Reference(AnswerBatch batch)
    {
        using var ungraded = no_grad();
        return batch.LogProbabilities(batch.LogDistributions(reference));
    }

    private Tensor Margins(Tensor own, Tensor others)
    {
        var gains = own - others;
        var pairs = gains.shape[0] / 2;
        return options.Beta * (gains.narrow(0, 0, pairs) - gains.narrow(0, pairs, pairs));
    }
}
