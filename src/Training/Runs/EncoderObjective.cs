using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Encoders;
using Samantha.Modeling.Layers;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Training.Runs;

/// <summary>An encoder that learns what its head is for: masked tokens, or classes of tokens or texts.</summary>
/// <param name="model">The encoder, initialised.</param>
/// <param name="tokenizer">Its tokenizer; a copy lies beside the model wherever it is written.</param>
/// <param name="evaluator">Reads the labels of batches off the model.</param>
/// <param name="heldOut">What to measure on; may be empty.</param>
public sealed class EncoderObjective(EncoderModel model, HuggingFaceTokenizer tokenizer, LabelEvaluator evaluator, IReadOnlyList<TokenBatch> heldOut) : IObjective
{
    public nn.Module Model => model;

    public IReadOnlyList<Parameter> Parameters { get; } = [.. model.parameters()];

    public ICheckpointed Weights => model;

    public ScalarType ProductType => ScalarType.Float32;

    public bool HasDropout => model.Config.HiddenDropout > 0 || model.Config.AttentionDropout > 0
        || (model.Head != EncoderHead.MaskedLanguage && model.Config.ClassifierDropout > 0);

    public Tensor Loss(TokenBatch batch)
    {
        using var scope = NewDisposeScope();
        var (inputs, labels, mask) = evaluator.Tensors(model, batch);
        return model.Loss(inputs, labels, mask, reduction: nn.Reduction.Sum).MoveToOuterDisposeScope();
    }

    public Measurement? Measure()
    {
        if (heldOut.Count == 0)
            return null;
        var score = evaluator.Score(model, heldOut);
        return new Measurement { BitsPerLabel = score.BitsPerLabel, Accuracy = score.Accuracy };
    }

    public void Save(string folder)
    {
        ModelFolder.Write(folder, model);
        tokenizer.Save(folder);
    }

    public void Load(string folder) => WeightFiles.Load(folder, model);
}
