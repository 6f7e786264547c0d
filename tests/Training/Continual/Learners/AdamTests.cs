using Samantha.Training.Continual.Learners;
using Samantha.Training.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Continual.Learners;

public sealed class AdamTests
{
    private const int Rows = 40, Width = 16, Steps = 400;

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.01)]
    public void Step_EveryRowHasAGradient_EndsWhereTheDenseAlgorithmDoes(double decay)
    {
        using var scope = NewDisposeScope();
        using var start = randn(Rows, Width, generator: new Generator(3));
        using var table = new RowParameter(start.clone());
        using var dense = new Parameter(start.clone());
        using var sparse = new Adam([table], new AdamOptions { LearningRate = 0.01, WeightDecay = decay });
        using var peer = optim.AdamW([dense], 0.01, weight_decay: decay);
        var random = new Generator(4);
        for (var step = 0; step < Steps; step++)
        {
            sparse.Clear();
            using var gradient = randn(Rows, Width, generator: random);
            for (var row = 0; row < Rows; row++)
                table.Touch(row);
            gradient.data<float>().ToArray().CopyTo(table.Gradient);
            dense.grad = gradient;
            sparse.Step();
            peer.step();
        }

        table.Values.ToArray().Zip(dense.data<float>().ToArray(), (value, wanted) => Math.Abs(value - wanted)).Max().ShouldBeLessThan(2e-5f);
    }

    // Each row by Kingma and Ba's algorithm 1 over the steps at which it has a gradient, corrected by the count of all steps.
    [Fact]
    public void Step_RowsThatRest_NeitherMoveNorForget()
    {
        using var scope = NewDisposeScope();
        using var table = new RowParameter(zeros(Rows, Width));
        var options = new AdamOptions { LearningRate = 0.01 };
        using var adam = new Adam([table], options);
        var (value, mean, square) = (new double[Rows], new double[Rows], new double[Rows]);
        var random = new SplitMix64(1);
        for (var step = 1; step <= Steps; step++)
        {
            adam.Clear();
            // Low rows often, high ones hardly ever, so that rests are of every length.
            var row = (int)(Rows * Math.Pow(random.NextDouble(), 3));
            var gradient = random.NextDouble() - 0.3;
            table.Touch(row);
            table.Gradient.Slice(row * Width, Width).Fill((float)gradient);
            adam.Step();
            mean[row] = options.Beta1 * mean[row] + (1 - options.Beta1) * gradient;
            square[row] = options.Beta2 * square[row] + (1 - options.Beta2) * gradient * gradient;
            value[row] -= options.LearningRate * mean[row] / (1 - Math.Pow(options.Beta1, step))
                / (Math.Sqrt(square[row] / (1 - Math.Pow(options.Beta2, step))) + options.Epsilon);
        }

        for (var row = 0; row < Rows; row++)
            table.Values[row * Width].ShouldBe((float)value[row], 2e-5f);
    }

    [Fact]
    public void Step_TableAndPlainParameter_MovesBothAlike()
    {
        using var scope = NewDisposeScope();
        using var table = new RowParameter(ones(1, Width));
        using var plain = new Parameter(ones(1, Width));
        using var adam = new Adam([table, plain], new AdamOptions { LearningRate = 0.1 });
        for (var step = 0; step < 3; step++)
        {
            adam.Clear();
            table.Touch(0);
            table.Gradient.Fill(0.5f + step);
            plain.grad = full([1, Width], 0.5f + step);
            adam.Step();
        }

        table.Values[0].ShouldBe(plain.data<float>()[0], 1e-6f);
        table.Values[0].ShouldBe(0.7f, 2e-2f);
    }
}
