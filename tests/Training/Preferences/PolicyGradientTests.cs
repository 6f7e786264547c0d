using Samantha.Modeling.Decoders;
using Samantha.Training.Data;
using Samantha.Training.Preferences;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Preferences;

public sealed class PolicyGradientTests
{
    private static readonly RewardedAnswer[] Answers = [new([1, 20, 30], [40, 41], 1.0), new([1, 21], [60], -0.5), new([1, 22], [70, 71, 72], 0.0)];

    [Fact]
    public void Loss_BeforeTheBaselineKnowsAnything_HasTheGradientOfTheRewardedLogProbabilities()
    {
        using var scope = NewDisposeScope();
        using var policy = TinyModel.Create();
        using var reference = TinyModel.Create();
        using var gradient = new PolicyGradient(policy, reference, new PolicyGradientOptions { ReferenceWeight = 0 });
        gradient.Expected(Answers).ShouldAllBe(value => value == 0);
        var expected = Answers.Select(answer => LogProbability(policy, answer).mul(-answer.Reward / Answers.Length)).Aggregate((one, other) => one + other);
        Difference(policy, gradient.Loss(Answers), expected).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Loss_WithABaseline_CountsOnlyWhatWasNotExpected()
    {
        using var scope = NewDisposeScope();
        using var policy = TinyModel.Create();
        using var reference = TinyModel.Create();
        using var gradient = new PolicyGradient(policy, reference, new PolicyGradientOptions { ReferenceWeight = 0 });
        for (var step = 0; step < 30; step++)
            gradient.LearnBaseline(Answers);
        var expected = Answers
            .Zip(gradient.Expected(Answers), (answer, value) => LogProbability(policy, answer).mul(-(answer.Reward - value) / Answers.Length))
            .Aggregate((one, other) => one + other);
        Difference(policy, gradient.Loss(Answers), expected).ShouldBeLessThan(1e-4);
    }

    // The divergence is least where it is nothing: it pulls nowhere at the reference, and back to it from anywhere else.
    [Fact]
    public void Loss_WithoutReward_PullsOnlyWhatHasLeftTheReference()
    {
        using var scope = NewDisposeScope();
        using var policy = TinyModel.Create();
        using var reference = TinyModel.Create();
        using var other = TinyModel.Create(seed: 2);
        var unrewarded = Answers.Select(answer => answer with { Reward = 0 }).ToList();
        var options = new PolicyGradientOptions { ReferenceWeight = 1 };
        using var at = new PolicyGradient(policy, reference, options);
        Gradients(policy, at.Loss(unrewarded)).Max(tensor => tensor.abs().max().item<float>()).ShouldBeLessThan(1e-5f);
        using var away = new PolicyGradient(other, reference, options);
        var divergence = away.Loss(unrewarded).item<float>();
        divergence.ShouldBeGreaterThan(0);
        using var optimizer = optim.AdamW(other.parameters(), lr: 1e-3, weight_decay: 0);
        for (var step = 0; step < 5; step++)
        {
            optimizer.zero_grad();
            away.Loss(unrewarded).backward();
            optimizer.step();
        }

        away.Loss(unrewarded).item<float>().ShouldBeLessThan(divergence);
    }

    [Fact]
    public void LearnBaseline_TheSameRewardAgain_ExpectsIt()
    {
        using var policy = TinyModel.Create();
        using var gradient = new PolicyGradient(policy, policy, new PolicyGradientOptions { BaselineLearningRate = 0.05 });
        for (var step = 0; step < 200; step++)
            gradient.LearnBaseline(Answers);
        gradient.Expected(Answers).Zip(Answers).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second.Reward) < 0.1);
    }

    [Fact]
    public void Training_OnItsOwnAnswers_RaisesTheReward()
    {
        using var policy = TinyModel.Create();
        using var reference = TinyModel.Create();
        using var gradient = new PolicyGradient(policy, reference, new PolicyGradientOptions { ReferenceWeight = 0.01, BaselineLearningRate = 0.05 });
        using var optimizer = optim.AdamW(policy.parameters(), lr: 3e-3, weight_decay: 0);
        var random = new SplitMix64(3);
        var rewards = new List<double>();
        for (var step = 0; step < 40; step++)
        {
            using var scope = NewDisposeScope();
            var answers = Draw(policy, random, 48);
            optimizer.zero_grad();
            gradient.Loss(answers).backward();
            optimizer.step();
            gradient.LearnBaseline(answers);
            rewards.Add(answers.Average(answer => answer.Reward));
        }

        rewards.TakeLast(5).Average().ShouldBeGreaterThan(rewards.Take(5).Average() + 0.2);
    }

    // Answers of one token, rewarded where it is in the upper half of the vocabulary.
    private static List<RewardedAnswer> Draw(DecoderModel policy, SplitMix64 random, int count)
    {
        using var ungraded = no_grad();
        int[] prompt = [1, 20];
        var chances = policy.forward(tensor([1L, 20L], [1, 2]))[0][-1].softmax(-1).data<float>().ToArray();
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var left = random.NextDouble();
            var token = 0;
            while (token < chances.Length - 1 && (left -= chances[token]) > 0)
                token++;
            return new RewardedAnswer(prompt, [token], token >= chances.Length / 2 ? 1 : 0);
        })];
    }

    private static Tensor LogProbability(DecoderModel model, RewardedAnswer answer)
    {
        long[] ids = [.. answer.Prompt.Concat(answer.Answer).Select(id => (long)id)];
        var labels = ids.Select((id, i) => i < answer.Prompt.Length ? DecoderModel.IgnoredLabel : id).ToArray();
        return -model.Loss(tensor(ids, [1, ids.Length]), tensor(labels, [1, ids.Length]), reduction: nn.Reduction.Sum);
    }

    private static double Difference(DecoderModel model, Tensor one, Tensor other) =>
        Gradients(model, one).Zip(Gradients(model, other)).Max(pair => pair.First.sub(pair.Second).abs().max().item<float>());

    private static IList<Tensor> Gradients(DecoderModel model, Tensor loss) => autograd.grad([loss], [.. model.parameters()]);
}
