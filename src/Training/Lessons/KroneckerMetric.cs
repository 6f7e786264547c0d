using Samantha.Modeling.Decoders;
using Samantha.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>
/// What a change of a model's matrices costs on text that it should go on saying the same of. The Fisher information of a
/// matrix is nearly the product of two moments: of its inputs, and of the gradients of its outputs (K-FAC, Martens and Grosse
/// 2015). Where both are small, a change is not felt: lessons are learned there (as edits of weights are by MEMIT, Meng et al.
/// 2023, and Adam-NSCL, Wang et al. 2021, with the first of the two moments).
/// </summary>
/// <remarks>Measured once for a model; a few thousand tokens of the model's own samples do.</remarks>
internal sealed class KroneckerMetric : IDisposable
{
    /// <summary>Matrices with more outputs than this have no second factor: the root of it would cost more than it brings.</summary>
    private const int MostOutputs = 1024;

    private readonly List<Tensor> inputs;
    private readonly List<Tensor?> outputs;

    private KroneckerMetric(List<Tensor> inputs, List<Tensor?> outputs)
    {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /// <summary>The inverse square root of the moment of a matrix's inputs, [in, in].</summary>
    public Tensor Inputs(int matrix) => inputs[matrix];

    /// <summary>The same of the gradients of its outputs, [out, out]; null where it is not measured.</summary>
    public Tensor? Outputs(int matrix) => outputs[matrix];

    /// <summary>Measures a model.</summary>
    /// <param name="model">The model, in evaluation mode; its gradients are gone afterwards.</param>
    /// <param name="matrices">Those of its matrices that will be changed, from <see cref="LearnedWeights.Matrices"/>.</param>
    /// <param name="texts">Token ids of texts that the model itself has said: their likelihood is what the Fisher information is of.</param>
    /// <param name="ridge">Added to each moment, as a share of its mean eigenvalue; above 0.</param>
    /// <param name="pace">Asked before each pass.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    public static KroneckerMetric Measure(
        DecoderModel model, IReadOnlyList<Projection> matrices, IReadOnlyList<int[]> texts, double ridge, ITrainingPace? pace, CancellationToken cancellationToken)
    {
        var metric = new KroneckerMetric([], []);
        try
        {
            Roots(InputMoments(model, matrices, texts, Wait), metric.inputs);
            Roots(OutputMoments(model, matrices, texts, metric.inputs, Wait), metric.outputs);
            return metric;
        }
        catch
        {
            metric.Dispose();
            throw;
        }

        void Roots<T>(List<Tensor?> moments, List<T> roots) where T : Tensor?
        {
            foreach (var moment in moments)
            {
                using (moment)
                {
                    Wait();
                    roots.Add((T)(object?)(moment is null ? null : InverseRoot.Of(moment, ridge))!);
                }
            }
        }

        void Wait() => pace.BeginStep(cancellationToken);
    }

    public void Dispose()
    {
        inputs.ForEach(root => root.Dispose());
        outputs.ForEach(root => root?.Dispose());
    }

    private static List<Tensor?> InputMoments(DecoderModel model, IReadOnlyList<Projection> matrices, IReadOnlyList<int[]> texts, Action wait)
    {
        using var ungraded = no_grad();
        var sums = matrices.Select(matrix => (Tensor?)zeros(matrix.Inputs, matrix.Inputs, device: model.Device)).ToList();
        var hooks = matrices.Zip(sums, (matrix, sum) => matrix.register_forward_pre_hook((_, input) =>
        {
            using var rows = input.reshape(-1, input.shape[^1]);
            using var turned = rows.t();
            using var product = turned.matmul(rows);
            sum!.add_(product);
            return input;
        })).ToList();
        try
        {
            foreach (var ids in texts)
            {
                wait();
                using var scope = NewDisposeScope();
                model.Forward(Batch(ids, model.Device));
            }
        }
        finally
        {
            hooks.ForEach(hook => hook.remove());
        }

        return sums;
    }

    // A text's gradient is the sum of its tokens' outer products: with the inputs whitened, its square is the outputs' moment.
    private static List<Tensor?> OutputMoments(
        DecoderModel model, IReadOnlyList<Projection> matrices, IReadOnlyList<int[]> texts, List<Tensor> roots, Action wait)
    {
        var weights = matrices.Select(matrix => matrix.Matrix).ToList();
        var sums = weights.ConvertAll(weight => weight.shape[0] > MostOutputs ? null : zeros(weight.shape[0], weight.shape[0], device: model.Device));
        foreach (var ids in texts)
        {
            wait();
            using var scope = NewDisposeScope();
            var batch = Batch(ids, model.Device);
            model.Loss(batch, batch, reduction: nn.Reduction.Sum).backward();
            using var ungraded = no_grad();
            for (var i = 0; i < weights.Count; i++)
            {
                if (sums[i] is { } sum)
                {
                    var whitened = weights[i].grad!.matmul(roots[i]);
                    sum.add_(whitened.matmul(whitened.t()));
                }

                weights[i].grad = null;
            }
        }

        return sums;
    }

    private static Tensor Batch(int[] ids, Device device) => tensor(Array.ConvertAll(ids, id => (long)id), [1, ids.Length], device: device);
}
