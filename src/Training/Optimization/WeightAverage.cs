using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Optimization;

/// <summary>
/// An exponential moving average of a model's weights (Polyak and Juditsky 1992 with forgetting), which is often better
/// than the weights themselves while the learning rate is high. The decay warms up so that the start is soon forgotten.
/// </summary>
public sealed class WeightAverage : IDisposable
{
    private readonly List<(string Name, Tensor Weight, Tensor Average)> weights;
    private readonly double decay;

    /// <param name="model">The model; its weights now are the first average.</param>
    /// <param name="decay">What is kept of the average at each step, in [0, 1).</param>
    public WeightAverage(ICheckpointed model, double decay)
    {
        this.decay = decay;
        weights = [.. model.Weights().Select(slice =>
        {
            var weight = slice.Value().DetachFromDisposeScope();
            return (slice.Name, weight, weight.clone().DetachFromDisposeScope());
        })];
    }

    /// <summary>Takes the weights in.</summary>
    /// <param name="step">Steps done so far, this one among them.</param>
    public void Update(long step)
    {
        using var ungraded = no_grad();
        var kept = Math.Min(decay, step / (step + 10.0));
        foreach (var (_, weight, average) in weights)
        {
            average.mul_(kept);
            average.add_(weight, 1.0 - kept);
        }
    }

    /// <summary>Begins again from the weights as they are.</summary>
    public void Restart()
    {
        using var ungraded = no_grad();
        foreach (var (_, weight, average) in weights)
            average.copy_(weight);
    }

    /// <summary>Exchanges the model's weights and the average; called twice, it changes nothing.</summary>
    public void Swap()
    {
        using var ungraded = no_grad();
        foreach (var (_, weight, average) in weights)
        {
            using var held = weight.clone();
            weight.copy_(average);
            average.copy_(held);
        }
    }

    /// <summary>Writes the average.</summary>
    public void Save(string path) =>
        SafetensorsFile.Write(path, weights.Select(weight => (weight.Name, weight.Average)), WeightType.Float32);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(string path)
    {
        using var ungraded = no_grad();
        using var file = SafetensorsFile.Open(path);
        foreach (var (name, _, average) in weights)
        {
            using var stored = file.Read(name);
            average.copy_(stored);
        }
    }

    public void Dispose()
    {
        foreach (var (_, weight, average) in weights)
        {
            weight.Dispose();
            average.Dispose();
        }
    }
}
