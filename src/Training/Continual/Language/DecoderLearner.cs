using Samantha.Modeling.Decoders;
using Samantha.Training.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Language;

/// <summary>A decoder as a learner: its rows of logits are those of the labelled tokens of its samples, one sample after another.</summary>
/// <param name="model">The decoder.</param>
/// <param name="parameters">What of it is learned; all its weights by default.</param>
public sealed class DecoderLearner(DecoderModel model, IEnumerable<Parameter>? parameters = null) : ILearner<TokenExample>, IFreezable<TokenExample>
{
    public DecoderModel Model => model;

    public IReadOnlyList<Parameter> Parameters { get; } = [.. parameters ?? model.parameters()];

    public Tensor Logits(IReadOnlyList<TokenExample> samples) => Logits(model, samples);

    public Tensor Labels(IReadOnlyList<TokenExample> samples) =>
        tensor(samples.SelectMany(sample => sample.Labels.Skip(1).Where(label => label != TokenBatch.Ignored)).ToArray(), device: model.Device);

    /// <summary>The decoder's own weights as they are now; adapters that are not merged are left out.</summary>
    public ITeacher<TokenExample> Freeze() => new Teacher(model);

    private static Tensor Logits(DecoderModel model, IReadOnlyList<TokenExample> samples)
    {
        using var scope = NewDisposeScope();
        var width = samples.Max(sample => sample.Ids.Length);
        var inputs = new long[samples.Count * width];
        var labels = new long[samples.Count * width];
        Array.Fill(labels, TokenBatch.Ignored);
        foreach (var (row, sample) in samples.Index())
        {
            for (var i = 0; i < sample.Ids.Length; i++)
                (inputs[row * width + i], labels[row * width + i]) = (sample.Ids[i], sample.Labels[i]);
        }

        // Padding is on the right, where no real token sees it.
        long[] shape = [samples.Count, width];
        return model.Labelled(tensor(inputs, shape, device: model.Device), tensor(labels, shape, device: model.Device)).Logits.MoveToOuterDisposeScope();
    }

    private sealed class Teacher : ITeacher<TokenExample>
    {
        private readonly DecoderModel copy;

        public Teacher(DecoderModel model)
        {
            using var ungraded = no_grad();
            copy = new DecoderModel(model.Config, model.Device);
            foreach (var (own, original) in copy.Weights().Zip(model.Weights()))
            {
                using var from = original.Value();
                using var to = own.Value();
                to.copy_(from);
            }

            copy.eval();
        }

        public Tensor Logits(IReadOnlyList<TokenExample> samples)
        {
            using var ungraded = no_grad();
            return DecoderLearner.Logits(copy, samples);
        }

        public void Dispose() => copy.Dispose();
    }
}
