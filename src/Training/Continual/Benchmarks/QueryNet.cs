using System.Numerics.Tensors;
using Samantha.Training.Continual.Learners;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Samantha.Training.Continual.Benchmarks;

/// <summary>
/// The net of the published baselines: the sum of a query's n-gram embeddings divided by the root of their number, layer
/// normalization, a hidden layer of rectified units, logits of all classes. Chance comes from a generator of its own.
/// </summary>
/// <remarks>Embeddings are summed here and not by libtorch, so that an update costs what a batch touches of the table.</remarks>
public sealed class QueryNet : ILearner<Query>, IFreezable<Query>, IClassifier<Query>, ITeacher<Query>
{
    private const int Width = 128;
    private const int Hidden = 256;
    private const int Chunk = 512;
    private const double Deviation = 0.02;

    private readonly RowParameter table;
    private readonly Generator random;
    private readonly Parameter scale = Made(ones(Width));
    private readonly Parameter shift = Made(zeros(Width));
    private readonly Parameter hidden;
    private readonly Parameter hiddenBias;
    private readonly Parameter output;
    private readonly Parameter outputBias;
    private readonly int classes;
    private readonly double dropout;
    private readonly List<(IReadOnlyList<Query> Queries, Tensor Sums)> recorded = [];

    /// <param name="classes">How many there are.</param>
    /// <param name="seed">Seeds the weights.</param>
    /// <param name="dropout">The share of hidden units that are silent while gradients are recorded.</param>
    public QueryNet(int classes, int seed, double dropout = 0)
    {
        (this.classes, this.dropout) = (classes, dropout);
        random = new Generator((ulong)seed);
        table = new RowParameter(empty(NgramHashing.Rows, Width).normal_(0, Deviation, random));
        (hidden, hiddenBias) = (Uniform(Width, Hidden, Width), Uniform(Width, Hidden));
        (output, outputBias) = (Uniform(Hidden, classes, Hidden), Uniform(Hidden, classes));
        Parameters = [table, scale, shift, hidden, hiddenBias, output, outputBias];
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>From a sum of embeddings to logits.</summary>
    internal Tensor Head(Tensor sums)
    {
        var units = nn.functional.linear(nn.functional.layer_norm(sums, [Width], scale, shift), hidden, hiddenBias).relu();
        return nn.functional.linear(Silenced(units), output, outputBias);
    }

    /// <summary>The table of n-grams.</summary>
    public Parameter Embeddings => table;

    public Tensor Logits(IReadOnlyList<Query> samples)
    {
        var sums = Sums(samples);
        if (is_grad_enabled())
            recorded.Add((samples, sums.requires_grad_()));
        return Head(sums);
    }

    public Tensor Labels(IReadOnlyList<Query> samples) => tensor(samples.Select(query => (long)query.Class).ToArray());

    public void Backward(Tensor loss)
    {
        loss.backward();
        foreach (var (queries, sums) in recorded)
        {
            using var gradient = sums.grad;
            if (gradient is not null)
                Spread(queries, RowParameter.Floats(gradient));
        }

        recorded.Clear();
    }

    public int[] Predict(IReadOnlyList<Query> samples)
    {
        using var scope = NewDisposeScope();
        return [.. samples.Chunk(Chunk).SelectMany(chunk => Scores(chunk).argmax(1).data<long>().ToArray()).Select(@class => (int)@class)];
    }

    public Tensor Scores(IReadOnlyList<Query> samples)
    {
        using var ungraded = no_grad();
        return Logits(samples);
    }

    public ITeacher<Query> Freeze()
    {
        using var ungraded = no_grad();
        var copy = new QueryNet(classes, 0);
        foreach (var (to, from) in copy.Parameters.Zip(Parameters))
            to.copy_(from);
        return copy;
    }

    Tensor ITeacher<Query>.Logits(IReadOnlyList<Query> samples) => Scores(samples);

    public void Dispose()
    {
        foreach (var parameter in Parameters)
            parameter.Dispose();
        random.Dispose();
    }

    private Tensor Sums(IReadOnlyList<Query> samples)
    {
        var sums = zeros(samples.Count, Width);
        var to = RowParameter.Floats(sums);
        var rows = table.Values;
        foreach (var (i, query) in samples.Index())
        {
            var sum = to.Slice(i * Width, Width);
            foreach (var row in query.Ngrams)
                TensorPrimitives.Add(sum, table.Row(rows, row), sum);
            TensorPrimitives.Multiply(sum, Scale(query), sum);
        }

        return sums;
    }

    private void Spread(IReadOnlyList<Query> queries, ReadOnlySpan<float> gradient)
    {
        var rows = table.Gradient;
        foreach (var (i, query) in queries.Index())
        {
            foreach (var row in query.Ngrams)
            {
                table.Touch(row);
                TensorPrimitives.MultiplyAdd(gradient.Slice(i * Width, Width), Scale(query), table.Row(rows, row), table.Row(rows, row));
            }
        }
    }

    private Tensor Silenced(Tensor units) => dropout > 0 && is_grad_enabled()
        ? units * empty(units.shape).uniform_(0, 1, random).ge(dropout).to(ScalarType.Float32) / (1 - dropout)
        : units;

    // As PyTorch begins a linear layer.
    private Parameter Uniform(int inputs, params long[] shape)
    {
        var bound = 1 / Math.Sqrt(inputs);
        return Made(empty(shape).uniform_(-bound, bound, random));
    }

    private static Parameter Made(Tensor values)
    {
        var parameter = new Parameter(values);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    private static float Scale(Query query) => 1 / MathF.Sqrt(Math.Max(1, query.Ngrams.Length));
}
