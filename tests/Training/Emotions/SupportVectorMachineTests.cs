using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Emotions;
using Samantha.Training.Emotions;

namespace Samantha.Training.Tests.Emotions;

public sealed class SupportVectorMachineTests
{
    private const int Features = 6;
    private const double Penalty = 0.5;
    private const double PositiveWeight = 3;

    [Fact]
    public void Train_AnyData_ReachesTheMinimumOfThePrimal() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(40),
        Prop.ForAll(Gen.Choose(0, 10_000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var texts = Enumerable.Range(0, 40).Select(_ => Vector(random)).ToArray();
            var labels = texts.Select(text => text.Values[0] + random.NextSingle() > 0.7).ToArray();

            var weights = SupportVectorMachine.Train(texts, Features, i => labels[i], Penalty, PositiveWeight, seed);

            var reached = Objective(weights, texts, labels);
            return reached - Objective(Descend(weights, texts, labels), texts, labels) < 1e-3 * reached;
        }));

    [Fact]
    public void Train_SameSeed_GivesSameWeights()
    {
        var random = new Random(5);
        var texts = Enumerable.Range(0, 60).Select(_ => Vector(random)).ToArray();

        float[] Once() => SupportVectorMachine.Train(texts, Features, i => i % 3 == 0, 1, 1, seed: 9);

        Once().ShouldBe(Once());
    }

    [Fact]
    public void Train_DearerPositives_OverlooksFewer()
    {
        var random = new Random(7);
        var texts = Enumerable.Range(0, 200).Select(_ => Vector(random)).ToArray();
        var labels = texts.Select(_ => random.Next(4) == 0).ToArray();

        int Found(double positiveWeight)
        {
            var weights = SupportVectorMachine.Train(texts, Features, i => labels[i], 1, positiveWeight, 1);
            return texts.Index().Count(text => labels[text.Index] && Score(weights, text.Item) > 0);
        }

        Found(10).ShouldBeGreaterThan(Found(1));
    }

    // ½‖w‖² + Σ C_i max(0, 1 - y_i w·x_i)².
    private static double Objective(float[] weights, SparseVector[] texts, bool[] labels) =>
        weights.Sum(weight => (double)weight * weight) / 2
        + texts.Index().Sum(text => Price(labels[text.Index]) * Math.Pow(Slack(weights, text.Item, labels[text.Index]), 2));

    // Plain gradient descent, with steps short enough for any of these objectives.
    private static float[] Descend(float[] from, SparseVector[] texts, bool[] labels)
    {
        var weights = from.ToArray();
        for (var step = 0; step < 2000; step++)
        {
            var gradient = weights.Select(weight => (double)weight).ToArray();
            foreach (var (i, text) in texts.Index())
            {
                var factor = -2 * Price(labels[i]) * Slack(weights, text, labels[i]) * (labels[i] ? 1 : -1);
                gradient[^1] += factor;
                for (var k = 0; k < text.Indices.Length; k++)
                    gradient[text.Indices[k]] += factor * text.Values[k];
            }

            for (var k = 0; k < weights.Length; k++)
                weights[k] -= (float)(1e-3 * gradient[k]);
        }

        return weights;
    }

    private static double Price(bool positive) => Penalty * (positive ? PositiveWeight : 1);

    private static double Slack(float[] weights, SparseVector text, bool positive) =>
        Math.Max(0, 1 - (positive ? 1 : -1) * Score(weights, text));

    private static double Score(float[] weights, SparseVector text) =>
        weights[^1] + text.Indices.Zip(text.Values).Sum(element => (double)weights[element.First] * element.Second);

    private static SparseVector Vector(Random random)
    {
        int[] indices = [.. Enumerable.Range(0, Features).Where(_ => random.Next(2) == 0).DefaultIfEmpty(0)];
        return new SparseVector(indices, [.. indices.Select(_ => random.NextSingle())]);
    }
}
