using Samantha.Modeling.Decoders;
using Samantha.Training.Preferences;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Preferences;

public sealed class DirectPreferenceTests
{
    private static readonly PreferencePair[] Pairs =
    [
        new([1, 20, 30], [40, 41, 42], [50, 51]),
        new([1, 21], [60], [61, 62, 63, 64]),
    ];

    [Fact]
    public void Loss_OfTheReferenceItself_IsLogTwo()
    {
        using var scope = NewDisposeScope();
        using var policy = TinyModel.Create();
        new DirectPreference(policy, policy, new PreferenceOptions()).Loss(Pairs).item<float>().ShouldBe((float)Math.Log(2), 1e-5f);
    }

    [Fact]
    public void Loss_AnyDecoders_IsMinusLogSigmoidOfTheMargins()
    {
        using var scope = NewDisposeScope();
        using var policy = TinyModel.Create(seed: 1);
        using var reference = TinyModel.Create(seed: 2);
        var preference = new DirectPreference(policy, reference, new PreferenceOptions { Beta = 0.7 });
        using var ungraded = no_grad();
        var margins = Pairs.Select(pair => 0.7 * (Gain(pair, pair.Chosen) - Gain(pair, pair.Rejected))).ToList();
        preference.Margins(Pairs).Select(margin => (double)margin).ShouldBe(margins, 1e-4);
        ((double)preference.Loss(Pairs).item<float>()).ShouldBe(margins.Average(margin => Math.Log(1 + Math.Exp(-margin))), 1e-4);

        double Gain(PreferencePair pair, int[] answer) => LogProbability(policy, pair.Prompt, answer) - LogProbability(reference, pair.Prompt, answer);
    }

    // Near the reference the margin is nothing, so σ is a half: the gradient is half of β times that of the log-probabilities.
    [Theory]
    [InlineData(1.0)]
    [InlineData(1e-3)]
    public void Loss_AtTheReference_HasHalfOfBetaTimesTheGradientOfTheLogRatio(double beta)
    {
        using var scope = NewDisposeScope();
        using var policy = TinyModel.Create();
        using var reference = TinyModel.Create();
        var loss = new DirectPreference(policy, reference, new PreferenceOptions { Beta = beta }).Loss(Pairs);
        var expected = Pairs
            .Select(pair => LogProbabilityTensor(policy, pair.Prompt, pair.Rejected) - LogProbabilityTensor(policy, pair.Prompt, pair.Chosen))
            .Aggregate((one, other) => one + other)
            .mul(beta / 2 / Pairs.Length);
        ShouldHaveTheSameGradients(policy, loss, expected, beta * 1e-3);
    }

    // Away from it σ(-margin) weighs each pair: what is already preferred counts less (Rafailov et al. 2023, section 4).
    [Fact]
    public void Loss_AnyDecoders_WeighsEachPairByHowWrongItIs()
    {
        using var scope = NewDisposeScope();
        using var policy = TinyModel.Create(seed: 1);
        using var reference = TinyModel.Create(seed: 2);
        var preference = new DirectPreference(policy, reference, new PreferenceOptions { Beta = 5 });
        var weights = preference.Margins(Pairs).Select(margin => 1 / (1 + Math.Exp(margin))).ToList();
        var expected = Pairs.Zip(weights, (pair, weight) =>
                (LogProbabilityTensor(policy, pair.Prompt, pair.Rejected) - LogProbabilityTensor(policy, pair.Prompt, pair.Chosen)).mul(5 * weight / Pairs.Length))
            .Aggregate((one, other) => one + other);
        ShouldHaveTheSameGradients(policy, preference.Loss(Pairs), expected, 2e-3);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void Training_OnPairs_PrefersWhatItShould(double likelihoodWeight)
    {
        using var policy = TinyModel.Create();
        using var reference = TinyModel.Create();
        var preference = new DirectPreference(policy, reference, new PreferenceOptions { Beta = 0.5, LikelihoodWeight = likelihoodWeight });
        using var optimizer = optim.AdamW(policy.parameters(), lr: 3e-3, weight_decay: 0);
        var before = Pairs.Select(pair => LogProbability(policy, pair.Prompt, pair.Chosen)).ToList();
        for (var step = 0; step < 20; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            preference.Loss(Pairs).backward();
            optimizer.step();
        }

        preference.Margins(Pairs).ShouldAllBe(margin => margin > 1);
        Pairs.Select(pair => LogProbability(policy, pair.Prompt, pair.Chosen)).Zip(before).ShouldAllBe(pair => pair.First > pair.Second);
    }

    [Fact]
    public void Constructor_ImpossibleSettings_AreRefused()
    {
        using var policy = TinyModel.Create();
        Should.Throw<ArgumentException>(() => new DirectPreference(policy, policy, new PreferenceOptions { Beta = 0 })).Message.ShouldContain("beta");
    }

    private static double LogProbability(DecoderModel model, int[] prompt, int[] answer)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        return LogProbabilityTensor(model, prompt, answer).item<float>();
    }

    // By the model's own loss, one answer at a time and without padding.
    private static Tensor LogProbabilityTensor(DecoderModel model, int[] prompt, int[] answer)
    {
        long[] ids = [.. prompt.Concat(answer).Select(id => (long)id)];
        var labels = ids.Select((id, i) => i < prompt.Length ? DecoderModel.IgnoredLabel : id).ToArray();
        return -model.Loss(tensor(ids, [1, ids.Length]), tensor(labels, [1, ids.Length]), reduction: nn.Reduction.Sum);
    }

    private static void ShouldHaveTheSameGradients(DecoderModel model, Tensor one, Tensor other, double tolerance)
    {
        List<Tensor> parameters = [.. model.parameters()];
        foreach (var (own, expected) in autograd.grad([one], parameters).Zip(autograd.grad([other], parameters)))
            own.sub(expected).abs().max().item<float>().ShouldBeLessThan((float)tolerance);
    }
}
