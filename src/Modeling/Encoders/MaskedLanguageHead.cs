using Samantha.Modeling.Layers;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Modeling.Encoders;

/// <summary>Which token stood here: a transformed feature times the word embeddings, plus a bias.</summary>
internal sealed class MaskedLanguageHead : nn.Module
{
    private readonly Projection transform;
    private readonly LayerNorm norm;
    private readonly Parameter bias;

    public MaskedLanguageHead(EncoderConfig config, Device device) : base(nameof(MaskedLanguageHead))
    {
        transform = new Projection(config.HiddenSize, [new("cls.predictions.transform.dense", config.HiddenSize)], hasBias: true, device);
        norm = new LayerNorm(config.HiddenSize, config.NormEpsilon, device);
        bias = Initialise.Zeros(device, config.VocabularySize);
        RegisterComponents();
    }

    public void Reset(double deviation, Generator generator) => transform.Reset(deviation, generator);

    /// <param name="input">[…, hidden].</param>
    /// <param name="words">The word embeddings, [vocabulary, hidden].</param>
    /// <returns>[…, vocabulary].</returns>
    public Tensor Forward(Tensor input, Parameter words)
    {
        using var scope = NewDisposeScope();
        var features = norm.forward(nn.functional.gelu(transform.forward(input)));
        return nn.functional.linear(features, words, bias).MoveToOuterDisposeScope();
    }

    public IEnumerable<WeightSlice> Weights() =>
    [
        new WeightSlice("cls.predictions.bias", bias),
        .. transform.Weights(""),
        .. norm.Weights("cls.predictions.transform.LayerNorm"),
    ];
}
