using Samantha.Modeling.Decoders;
using TorchSharp;

namespace Samantha.Modeling.Tests;

/// <summary>Small random models, the same each time.</summary>
internal static class TinyModels
{
    /// <summary>Two layers with grouped queries.</summary>
    public static readonly DecoderConfig Config = new()
    {
        VocabularySize = 97,
        HiddenSize = 64,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadDimension = 16,
        IntermediateSize = 80,
        MaxPositions = 256,
        InitializerRange = 0.2,
    };

    public static DecoderModel Decoder(DecoderConfig? config = null)
    {
        var model = new DecoderModel(config ?? Config).Initialise(seed: 7);
        model.eval();
        return model;
    }

    /// <summary>[3, 11] token ids.</summary>
    public static torch.Tensor Batch() => torch.tensor([.. Ids(33, seed: 3).Select(id => (long)id)], [3, 11]);

    public static int[] Ids(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(Config.VocabularySize))];
    }
}
