using Samantha.Modeling.Decoders;
using TorchSharp.Modules;

namespace Samantha.Modeling.Tuning;

/// <summary>A decoder's own parameters, which do not learn until this is disposed.</summary>
internal sealed class FrozenWeights : IDisposable
{
    private readonly List<Parameter> frozen;

    public FrozenWeights(DecoderModel model)
    {
        frozen = [.. model.parameters().Where(parameter => parameter.requires_grad)];
        frozen.ForEach(parameter => parameter.requires_grad = false);
    }

    public void Dispose() => frozen.ForEach(parameter => parameter.requires_grad = true);
}
