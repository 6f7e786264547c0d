using Samantha.Training.Continual;
using Samantha.Training.Continual.Learners;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Continual;

/// <summary>A sample of a <see cref="BagLearner"/>: rows of its table, and a class.</summary>
internal sealed record Bag(int[] Rows, int Class);

/// <summary>A linear classifier of sums of rows, small enough to be looked at whole.</summary>
internal sealed class BagLearner : ILearner<Bag>, IFreezable<Bag>, ITeacher<Bag>, IClassifier<Bag>
{
    private const int Width = 16;

    private readonly List<(IReadOnlyList<Bag> Bags, Tensor Sums)> recorded = [];
    private readonly int rows;
    private readonly int classes;

    public BagLearner(int rows = 12, int classes = 4, int seed = 1)
    {
        (this.rows, this.classes) = (rows, classes);
        using var random = new Generator((ulong)seed);
        Table = new RowParameter(randn(rows, Width, generator: random));
        Output = new Parameter(randn(Width, classes, generator: random));
        Parameters = [Table, Output];
    }

    public RowParameter Table { get; }

    public Parameter Output { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    public Tensor Logits(IReadOnlyList<Bag> samples)
    {
        var values = Table.Values;
        var sums = new float[samples.Count * Width];
        foreach (var (i, bag) in samples.Index())
        {
            foreach (var row in bag.Rows)
            {
                for (var j = 0; j < Width; j++)
                    sums[i * Width + j] += values[row * Width + j];
            }
        }

        var leaf = tensor(sums, [samples.Count, Width]);
        if (is_grad_enabled())
            recorded.Add((samples, leaf.requires_grad_()));
        return leaf.matmul(Output);
    }

    public Tensor Labels(IReadOnlyList<Bag> samples) => tensor(samples.Select(bag => (long)bag.Class).ToArray());

    public void Backward(Tensor loss)
    {
        loss.backward();
        foreach (var (bags, sums) in recorded)
        {
            if (sums.grad is not { } gradient)
                continue;
            var (from, to) = (gradient.data<float>().ToArray(), 0);
            foreach (var bag in bags)
            {
                foreach (var row in bag.Rows)
                {
                    Table.Touch(row);
                    for (var j = 0; j < Width; j++)
                        Table.Gradient[row * Width + j] += from[to + j];
                }

                to += Width;
            }
        }

        recorded.Clear();
    }

    public int[] Predict(IReadOnlyList<Bag> samples)
    {
        using var scope = NewDisposeScope();
        return [.. Scores(samples).argmax(1).data<long>().ToArray().Select(@class => (int)@class)];
    }

    public Tensor Scores(IReadOnlyList<Bag> samples)
    {
        using var ungraded = no_grad();
        return Logits(samples);
    }

    public ITeacher<Bag> Freeze()
    {
        using var ungraded = no_grad();
        var copy = new BagLearner(rows, classes);
        Table.Values.CopyTo(copy.Table.Values);
        copy.Output.copy_(Output);
        return copy;
    }

    Tensor ITeacher<Bag>.Logits(IReadOnlyList<Bag> samples) => Scores(samples);

    public void Dispose()
    {
        Table.Dispose();
        Output.Dispose();
    }
}
