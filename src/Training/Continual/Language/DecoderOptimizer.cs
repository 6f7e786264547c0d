using Samantha.Training.Optimization;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Training.Continual.Language;

/// <summary>AdamW with clipped gradients at a steady rate, after a short warm-up.</summary>
internal sealed class DecoderOptimizer(IReadOnlyList<Parameter> parameters, double learningRate) : IOptimizer
{
    private const int WarmupSteps = 10;

    private readonly ModelOptimizer optimizer = new(parameters, new OptimizerOptions { LearningRate = learningRate, Beta2 = 0.99, WeightDecay = 0.01 });
    private int steps;

    public void Clear() => optimizer.ClearGradients();

    public void Step() => optimizer.Step(Math.Min(1.0, ++steps / (double)WarmupSteps));

    public void Dispose() => optimizer.Dispose();
}
