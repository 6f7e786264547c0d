using Samantha.Modeling.Adapters;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Lora;
using Samantha.Modeling.Prefix;
using Samantha.Modeling.Tuning;
using TorchSharp;

namespace Samantha.Modeling.Tests.Tuning;

/// <summary>Every way to hold the weights, on a small model.</summary>
internal static class Tunings
{
    public const int PrefixLength = 5;

    public static ITuning Apply(string name, DecoderModel model, int prefixLength = PrefixLength) => name switch
    {
        "full" => new FullTuning(model),
        "lora" => LoraAdapters.Apply(model, new LoraConfig { Rank = 3 }, seed: 1),
        "adalora" => AdaLoraAdapters.Apply(model, new AdaLoraConfig { InitialRank = 4, TargetRank = 2, Steps = 20 }, seed: 1),
        "adapter" => BottleneckAdapters.Apply(model, new BottleneckConfig(6), seed: 1),
        "prefix" => PrefixTuning.Apply(model, new PrefixConfig(prefixLength), seed: 1),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>Teaches the model's batch for some steps.</summary>
    /// <returns>The first loss and the last.</returns>
    public static (float First, float Last) Train(DecoderModel model, ITuning tuning, int steps = 20, double rate = 0.02)
    {
        using var optimizer = torch.optim.AdamW(tuning.Parameters, lr: rate, weight_decay: 0);
        var losses = new List<float>();
        for (var step = 0; step < steps; step++)
        {
            using var scope = torch.NewDisposeScope();
            optimizer.zero_grad();
            var loss = model.Loss(TinyModels.Batch(), TinyModels.Batch());
            losses.Add(loss.item<float>());
            (tuning.Penalty() is { } penalty ? loss + penalty : loss).backward();
            optimizer.step();
            tuning.Stepped();
        }

        return (losses[0], losses[^1]);
    }

    public static float[] Logits(DecoderModel model)
    {
        using var scope = torch.NewDisposeScope();
        using var ungraded = torch.no_grad();
        return model.forward(TinyModels.Batch()).ToArray();
    }

    public static float[] Weights(DecoderModel model) => [.. model.Weights().SelectMany(weight => weight.Value().ToArray())];
}
