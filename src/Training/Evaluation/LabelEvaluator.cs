using Samantha.Modeling.Encoders;
using Samantha.Training.Data;
using static TorchSharp.torch;

namespace Samantha.Training.Evaluation;

/// <summary>Measures how well an encoder finds the labels of batches: masked tokens, or classes of tokens or texts.</summary>
/// <param name="padding">The token that fills rows; no model sees it.</param>
public sealed class LabelEvaluator(int padding)
{
    /// <summary>Scores batches.</summary>
    /// <param name="model">The model; it is in evaluation mode meanwhile.</param>
    /// <param name="batches">At least one, each with a label.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public LabelScore Score(EncoderModel model, IReadOnlyList<TokenBatch> batches, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(batches.Count, nameof(batches));
        var (predicted, actual, nats) = (new List<int>(), new List<int>(), 0.0);
        var trained = model.training;
        model.eval();
        try
        {
            using var ungraded = no_grad();
            foreach (var batch in batches)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var (inputs, labels, mask) = Tensors(model, batch);
                var (logits, targets) = model.Labelled(inputs, labels, mask);
                nats += nn.functional.cross_entropy(logits, targets, reduction: nn.Reduction.Sum).item<float>();
                predicted.AddRange(Numbers(logits.argmax(-1)));
                actual.AddRange(Numbers(targets));
            }
        }
        finally
        {
            model.train(trained);
        }

        return new LabelScore(nats / Math.Log(2) / actual.Count, predicted, actual);
    }

    /// <summary>A batch as the model takes it; a text's class stands at its first token.</summary>
    internal (Tensor Inputs, Tensor Labels, Tensor? Mask) Tensors(EncoderModel model, TokenBatch batch)
    {
        long[] shape = [batch.Rows, batch.Length];
        var inputs = tensor(batch.Inputs, shape, device: model.Device);
        var labels = tensor(batch.Labels, shape, device: model.Device);
        return (
            inputs,
            model.Head == EncoderHead.Sequence ? labels.select(1, 0).contiguous() : labels,
            Array.IndexOf(batch.Inputs, padding) < 0 ? null : inputs.ne(padding));
    }

    private static IEnumerable<int> Numbers(Tensor values) => values.cpu().data<long>().ToArray().Select(value => (int)value);
}
