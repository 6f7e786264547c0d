using Samantha.Modeling.Decoders;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Preferences;

/// <summary>
/// REINFORCE with a learned baseline (Williams 1992, equation 4): answers that earned more than was expected of their prompt
/// become likelier, the others less so, and the decoder is held to a frozen reference by its divergence on the way.
/// </summary>
/// <remarks>The gradient is that of the expected reward only for answers that the policy itself drew, or one very near it.</remarks>
public sealed class PolicyGradient : IDisposable
{
    private readonly DecoderModel policy;
    private readonly DecoderModel reference;
    private readonly PolicyGradientOptions options;
    private readonly ValueBaseline baseline;

    /// <param name="policy">The decoder that learns.</param>
    /// <param name="reference">What it was before; it is not changed.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentException">A setting is impossible.</exception>
    public PolicyGradient(DecoderModel policy, DecoderModel reference, PolicyGradientOptions options)
    {
        (this.policy, this.reference, this.options) = (policy, reference, options.Validated());
        baseline = new ValueBaseline(policy.Config.HiddenSize, policy.Device, options.BaselineLearningRate);
    }

    /// <summary>
    /// The mean over answers of -(reward - expected)·log π(answer) + w·KL(π, π_ref), a scalar with a graph. Its gradient is
    /// what counts, not its value.
    /// </summary>
    public Tensor Loss(IReadOnlyList<RewardedAnswer> answers)
    {
        using var scope = NewDisposeScope();
        var batch = new AnswerBatch([.. answers.Select(answer => (answer.Prompt, answer.Answer))], policy.Device);
        var own = batch.LogDistributions(policy);
        var advantages = Rewards(answers) - baseline.Expect(States(answers));
        var loss = -advantages.mul(batch.LogProbabilities(own)).mean();
        if (options.ReferenceWeight > 0)
            loss = loss + options.ReferenceWeight * batch.Sum(Divergences(own, batch)).mean();
        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>The reward that is expected of each answer's prompt.</summary>
    public float[] Expected(IReadOnlyList<RewardedAnswer> answers)
    {
        using var scope = NewDisposeScope();
        return baseline.Expect(States(answers)).cpu().data<float>().ToArray();
    }

    /// <summary>Teaches the baseline the rewards that came; after the policy's step, so that no reward is held against itself.</summary>
    public void LearnBaseline(IReadOnlyList<RewardedAnswer> answers)
    {
        using var scope = NewDisposeScope();
        baseline.Learn(States(answers), Rewards(answers));
    }

    public void Dispose() => baseline.Dispose();

    // KL(π, π_ref) of the next token at each place of the answers: exact, where a difference of drawn tokens would be noise.
    private Tensor Divergences(Tensor own, AnswerBatch batch)
    {
        Tensor others;
        using (no_grad())
            others = batch.LogDistributions(reference);
        return own.exp().mul(own - others).sum(-1);
    }

    private Tensor Rewards(IReadOnlyList<RewardedAnswer> answers) =>
        tensor(answers.Select(answer => (float)answer.Reward).ToArray(), device: policy.Device);

    // What the reference holds of each prompt after its last token: it stays the same while the policy moves.
    private Tensor States(IReadOnlyList<RewardedAnswer> answers)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var width = answers.Max(answer => answer.Prompt.Length);
        var tokens = new long[answers.Count * width];
        foreach (var (row, answer) in answers.Index())
        {
            for (var i = 0; i < answer.Prompt.Length; i++)
                tokens[row * width + i] = answer.Prompt[i];
        }

        var hidden = reference.Hidden(tensor(tokens, [answers.Count, width], device: policy.Device));
        return stack([.. answers.Select((answer, row) => hidden[row][answer.Prompt.Length - 1])]).MoveToOuterDisposeScope();
    }
}
