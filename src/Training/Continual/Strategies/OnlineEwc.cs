using Samantha.Training.Continual.Learners;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Strategies;

/// <summary>
/// Online elastic weight consolidation (Schwarz et al. 2018, equations 8 and 9; Kirkpatrick et al. 2017): weights are held
/// where the last task left them, each as firmly as the tasks so far depend on it. How much that is, the diagonal of the
/// Fisher information says: the expected square of a sample's gradient, of labels that the model itself draws.
/// </summary>
public sealed class OnlineEwc<TSample> : GradientStrategy<TSample>
{
    private const long Unlabelled = -100;

    private readonly Consolidation consolidation;
    private readonly Generator random;

    public OnlineEwc(StrategySetting<TSample> setting)
        : base(setting)
    {
        consolidation = new Consolidation(setting.Learner.Parameters);
        random = new Generator((ulong)setting.Options.Seed);
    }

    protected override Func<Tensor> Objective(IReadOnlyList<TSample> batch) => () => CrossEntropy(batch);

    protected override void Correct() => consolidation.AddPull(Options.EwcStrength);

    public override void End(int task, IReadOnlyList<TSample> data)
    {
        var samples = Math.Min(data.Count, Options.FisherSamples);
        consolidation.Fade(Options.EwcDecay);
        for (var i = 0; i < samples; i++)
        {
            using var scope = NewDisposeScope();
            ClearGradients();
            // Spread over all the data where not all of it is looked at.
            IReadOnlyList<TSample> sample = [data[(int)((long)i * data.Count / samples)]];
            var logits = Learner.Logits(sample);
            Learner.Backward(nn.functional.cross_entropy(logits, Drawn(logits, Learner.Labels(sample)), reduction: nn.Reduction.Sum));
            consolidation.AddSquares(1.0 / samples);
        }

        ClearGradients();
        consolidation.Anchor();
    }

    public override void Dispose()
    {
        consolidation.Dispose();
        random.Dispose();
        base.Dispose();
    }

    private Tensor Drawn(Tensor logits, Tensor labels)
    {
        var drawn = logits.detach().softmax(-1).multinomial(1, generator: random).squeeze(-1);
        return drawn.masked_fill(labels.eq(Unlabelled), Unlabelled);
    }
}
