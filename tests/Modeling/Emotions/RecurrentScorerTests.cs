using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Emotions;

namespace Samantha.Modeling.Tests.Emotions;

public sealed class RecurrentScorerTests
{
    private const float Tolerance = 1e-5f;

    [Fact]
    public void Apply_AnySize_EqualsTheSumsWrittenOut() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(1, 40).Two().ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (size, seed) =>
        {
            var (rows, columns) = size;
            var random = new Random(seed);
            var (weights, x, biases) = (Numbers(random, rows * columns), Numbers(random, columns), Numbers(random, rows));
            var y = new float[rows];

            Dense.Apply(weights, x, biases, y);

            return Enumerable.Range(0, rows).All(row =>
                Math.Abs(y[row] - biases[row] - Enumerable.Range(0, columns).Sum(column => (double)weights[row * columns + column] * x[column])) < Tolerance);
        }));

    [Fact]
    public void Run_OneStepFromZero_IsTheEquationWrittenOut()
    {
        // H = 1, E = 1: r = σ(0.5·2 + 0.1 + 0.4), z = σ(-1·2 + 0.2 + 0.5), n = tanh(0.25·2 + 0.3 + r·0.6), h = n + z (0 - n).
        var unit = new GatedRecurrentUnit([0.5f, -1, 0.25f], [9, 9, 9], [0.1f, 0.2f, 0.3f], [0.4f, 0.5f, 0.6f]);
        var states = new float[1];

        unit.Run([2], 1, reversed: false, states, 1);

        var (r, z) = (1 / (1 + Math.Exp(-1.5)), 1 / (1 + Math.Exp(1.3)));
        states[0].ShouldBe((float)(Math.Tanh(0.8 + r * 0.6) * (1 - z)), Tolerance);
    }

    [Fact]
    public void Run_Reversed_EqualsRunOverTheReversedSequence() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(1, 12).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (steps, seed) =>
        {
            var random = new Random(seed);
            var unit = TinyEmotionModel.Unit(random);
            var inputs = Numbers(random, steps * TinyEmotionModel.EmbeddingSize);
            var turned = inputs.Chunk(TinyEmotionModel.EmbeddingSize).Reverse().SelectMany(step => step).ToArray();
            var (states, others) = (new float[steps * TinyEmotionModel.StateSize], new float[steps * TinyEmotionModel.StateSize]);

            unit.Run(inputs, steps, reversed: true, states, TinyEmotionModel.StateSize);
            unit.Run(turned, steps, reversed: false, others, TinyEmotionModel.StateSize);

            return states.SequenceEqual(others.Chunk(TinyEmotionModel.StateSize).Reverse().SelectMany(step => step));
        }));

    [Fact]
    public void Score_EqualAttention_AveragesTheWords()
    {
        var random = new Random(3);
        var weights = TinyEmotionModel.Network(random, 5).Weights;
        var blind = new RecurrentScorer(weights with { Attention = new float[weights.Attention.Length] });
        var scores = new float[EmotionLabels.Count];
        int[] words = [1, 4, 2];

        blind.Score(words, scores);

        var inputs = words.SelectMany(word => weights.Embedding.Skip(word * TinyEmotionModel.EmbeddingSize).Take(TinyEmotionModel.EmbeddingSize)).ToArray();
        const int width = 2 * TinyEmotionModel.StateSize;
        var states = new float[words.Length * width];
        weights.Forward.Run(inputs, words.Length, reversed: false, states, width);
        weights.Backward.Run(inputs, words.Length, reversed: true, states.AsSpan(TinyEmotionModel.StateSize), width);
        for (var label = 0; label < scores.Length; label++)
        {
            var values = states.Chunk(width).Select(state => state.Select((value, i) => value * weights.Output[label * width + i]).Sum());
            scores[label].ShouldBe(weights.Bias[label] + values.Average(), 1e-4f);
        }
    }

    [Fact]
    public void RecurrentScorer_ShapesThatDoNotFit_Throws()
    {
        var weights = TinyEmotionModel.Network(new Random(1), 5).Weights;

        Should.Throw<ArgumentException>(() => new RecurrentScorer(weights with { Bias = new float[2] }));
        Should.Throw<ArgumentException>(() => new RecurrentScorer(weights with { Embedding = new float[7] }));
        Should.Throw<ArgumentException>(() => new RecurrentScorer(weights with { Backward = weights.Backward with { Input = [] } }));
    }

    private static float[] Numbers(Random random, int count) => TinyEmotionModel.Numbers(random, count);
}
