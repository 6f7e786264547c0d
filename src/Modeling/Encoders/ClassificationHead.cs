using Samantha.Modeling.Layers;
using static TorchSharp.torch;

namespace Samantha.Modeling.Encoders;

/// <summary>Labels per text, from the first token pooled through tanh, or per token.</summary>
internal sealed class ClassificationHead : nn.Module<Tensor, Tensor>
{
    private readonly double dropout;
    private readonly Projection? pooler;
    private readonly Projection classifier;

    public ClassificationHead(EncoderConfig config, bool pooled, Device device) : base(nameof(ClassificationHead))
    {
        dropout = config.ClassifierDropout ?? config.HiddenDropout;
        pooler = pooled ? new Projection(config.HiddenSize, [new("bert.pooler.dense", config.HiddenSize)], hasBias: true, device) : null;
        classifier = new Projection(config.HiddenSize, [new("classifier", config.Labels.Count)], hasBias: true, device);
        RegisterComponents();
    }

    public void Reset(double deviation, Generator generator)
    {
        pooler?.Reset(deviation, generator);
        classifier.Reset(deviation, generator);
    }

    /// <param name="input">[B, T, hidden].</param>
    /// <returns>[B, labels] when pooled, else [B, T, labels].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = pooler is null ? input : pooler.forward(input.select(1, 0).contiguous()).tanh();
        return classifier.forward(nn.functional.dropout(features, dropout, training)).MoveToOuterDisposeScope();
    }

    public IEnumerable<WeightSlice> Weights() => [.. pooler?.Weights("") ?? [], .. classifier.Weights("")];
}
