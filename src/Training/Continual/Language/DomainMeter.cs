using Samantha.Modeling.Decoders;
using Samantha.Training.Data;
using TorchSharp;

namespace Samantha.Training.Continual.Language;

/// <summary>Measures how well a decoder predicts rows.</summary>
/// <param name="model">The decoder; it is in evaluation mode afterwards.</param>
internal sealed class DomainMeter(DecoderModel model)
{
    private const int Together = 16;

    private readonly DecoderLearner learner = new(model);

    /// <summary>Measures.</summary>
    /// <returns>exp of the mean loss of a token, and the share of tokens that were the likeliest one.</returns>
    public (double Perplexity, double Accuracy) Measure(IReadOnlyList<TokenExample> rows)
    {
        using var ungraded = torch.no_grad();
        model.eval();
        var nats = 0.0;
        long right = 0, tokens = 0;
        foreach (var batch in rows.Chunk(Together))
        {
            using var scope = torch.NewDisposeScope();
            var (logits, labels) = (learner.Logits(batch), learner.Labels(batch));
            nats += torch.nn.functional.cross_entropy(logits, labels, reduction: torch.nn.Reduction.Sum).item<float>();
            right += logits.argmax(-1).eq(labels).sum().item<long>();
            tokens += labels.shape[0];
        }

        return (Math.Exp(nats / tokens), (double)right / tokens);
    }
}
