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
    public void Step_RowsThatRest_EndsWhereTheDenseAlgorithmDoes(double decay)
    {
        using var scope = NewDisposeScope();
        using var start = randn(Rows, Width, generator: new Generator(3));
        using var table = new RowParameter(start.clone());
        using var dense = new Parameter(start.clone());
        using var sparse = new Adam([table], new AdamOptions { LearningRate = 0.01, WeightDecay = decay });
        using var peer = optim.AdamW([dense], 0.01, weight_decay: decay);
        var random = new SplitMix64(1);
        for (var step = 0; step < Steps; step++)
        {
            sparse.Clear();
            using var gradient = zeros(Rows, Width);
            // Low rows often, high ones hardly ever, so that rests are of every length.
            for (var i = 0; i < 2; i++)
            {
                var row = (int)(Rows * Math.Pow(random.NextDouble(), 6));
                table.Touch(row);
                for (var j = 0; j < Width; j++)
                    table.Gradient[row * Width + j] = (float)(random.NextDouble() - 0.3);
                for (var j = 0; j < Width; j++)
                    gradient[row, j] = table.Gradient[row * Width + j];
            }

            dense.grad = gradient;
            sparse.Step();
            peer.step();
        }

        var values = table.Values.ToArray();
        var expected = dense.data<float>().ToArray();
        values.Zip(expected, (value, wanted) => Math.Abs(value - wanted)).Max().ShouldBeLessThan(2e-5f);
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
