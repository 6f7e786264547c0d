using Samantha.Training.Continual;
using Samantha.Training.Optimization;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Training.Lessons;

/// <summary>AdamW as the strategies of a session use it: at the rate of the step, and with what the session adds to the loss.</summary>
/// <param name="parameters">What is learned.</param>
/// <param name="added">What is added.</param>
/// <param name="options">Settings.</param>
internal sealed class LessonOptimizer(IReadOnlyList<Parameter> parameters, AddedLosses added, OptimizerOptions options) : IOptimizer
{
    private readonly ModelOptimizer optimizer = new(parameters, options);

    /// <summary>The step that comes, and the share of the learning rate that it has.</summary>
    public (int Step, double Rate) Next { get; set; }

    public void Clear() => optimizer.ClearGradients();

    public void Step()
    {
        added.Backward(Next.Step);
        optimizer.Step(Next.Rate);
        added.Stepped(Next.Step);
    }

    public void Dispose() => optimizer.Dispose();
}
