using Samantha.Modeling.Layers;
using Samantha.Training.Data;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Training.Runs;

/// <summary>What a run teaches: which weights learn, what a batch costs, and how well it is done on held-out data.</summary>
public interface IObjective
{
    /// <summary>The model, for its mode.</summary>
    nn.Module Model { get; }

    /// <summary>What is learned, always in one order.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What is learned, under its names on disk.</summary>
    ICheckpointed Weights { get; }

    /// <summary>In what large matrix products are computed.</summary>
    ScalarType ProductType { get; }

    /// <summary>Whether passes draw random numbers.</summary>
    bool HasDropout { get; }

    /// <summary>The loss summed over a batch's labels, in nats; called on several threads at once.</summary>
    Tensor Loss(TokenBatch batch);

    /// <summary>What is added to the loss of a step, a scalar with a graph; null where there is nothing.</summary>
    Tensor? Penalty() => null;

    /// <summary>Is told after each step, while its gradients are still there.</summary>
    void Stepped()
    {
    }

    /// <summary>How well the model does on held-out data; null where there is none.</summary>
    Measurement? Measure();

    /// <summary>Writes what is learned, and what belongs to it, into a folder that exists.</summary>
    void Save(string folder);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="Modeling.Checkpoints.CheckpointException">It is of another model, or damaged.</exception>
    void Load(string folder);
}
