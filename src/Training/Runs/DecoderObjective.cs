using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Layers;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tuning;
using Samantha.Training.Data;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Training.Runs;

/// <summary>A decoder that learns to predict the labelled tokens of batches, in all its weights or by few parameters beside them.</summary>
/// <param name="model">The decoder, initialised.</param>
/// <param name="tokenizer">Its tokenizer; a copy lies beside the model wherever it is written.</param>
/// <param name="measure">Bits a byte on held-out data, or null where there is none.</param>
/// <param name="tuning">What learns, if not all weights.</param>
public sealed class DecoderObjective(DecoderModel model, HuggingFaceTokenizer tokenizer, Func<double?> measure, ITuning? tuning = null) : IObjective
{
    public nn.Module Model => model;

    public IReadOnlyList<Parameter> Parameters { get; } = [.. tuning?.Parameters ?? model.parameters()];

    public ICheckpointed Weights => tuning is null ? model : tuning;

    public ScalarType ProductType => model.ProductType;

    public bool HasDropout => model.Config.HiddenDropout > 0 || model.Config.AttentionDropout > 0 || tuning is { HasDropout: true };

    public Tensor Loss(TokenBatch batch)
    {
        using var scope = NewDisposeScope();
        long[] shape = [batch.Rows, batch.Length];
        return model.Loss(
            tensor(batch.Inputs, shape, device: model.Device), tensor(batch.Labels, shape, device: model.Device), reduction: nn.Reduction.Sum)
            .MoveToOuterDisposeScope();
    }

    public Tensor? Penalty() => tuning?.Penalty();

    public void Stepped() => tuning?.Stepped();

    public Measurement? Measure() => measure() is { } bits ? new Measurement { BitsPerByte = bits } : null;

    public void Save(string folder)
    {
        if (tuning is not null)
        {
            TuningFolder.Write(folder, tuning);
            tuning.SaveState(folder);
            return;
        }

        ModelFolder.Write(folder, model);
        tokenizer.Save(folder);
    }

    public void Load(string folder)
    {
        if (tuning is null)
        {
            WeightFiles.Load(folder, model);
            return;
        }

        TuningFolder.Fill(folder, tuning);
        tuning.LoadState(folder);
    }
}
