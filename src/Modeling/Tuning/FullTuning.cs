using Samantha.Modeling.Decoders;
using Samantha.Modeling.Layers;
using TorchSharp.Modules;

namespace Samantha.Modeling.Tuning;

/// <summary>All weights of the decoder learn.</summary>
/// <param name="model">The decoder.</param>
public sealed class FullTuning(DecoderModel model) : ITuning
{
    public IEnumerable<Parameter> Parameters => model.parameters();

    public TuningCost Cost { get; } = new(model.Config.ParameterCount());

    public IEnumerable<WeightSlice> Weights() => model.Weights();

    public void Merge()
    {
    }

    public void Dispose()
    {
    }
}
