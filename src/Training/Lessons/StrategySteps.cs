using Samantha.Training.Continual;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Training.Lessons;

/// <summary>
/// Steps of one of the strategies of <see cref="Continual.Strategies"/>. What a strategy remembers of earlier sessions is made anew
/// of what the log still has: the past is shown to it before the first step, with the parent's answers.
/// </summary>
/// <param name="strategy">The strategy, to which the past was shown; this owns it.</param>
/// <param name="learner">What it teaches.</param>
/// <param name="optimizer">Moves the parameters; this owns it.</param>
/// <param name="rows">The examples of a step.</param>
internal sealed class StrategySteps(
    IStrategy<LessonExample> strategy, LessonLearner learner, LessonOptimizer optimizer, Func<int, IReadOnlyList<LessonExample>> rows) : ILessonSteps
{
    public IReadOnlyList<Parameter> Parameters => learner.Parameters;

    // Memories and moments change with every step; a session is short, and the same from its beginning.
    public IStepsState? State => null;

    public void Apply()
    {
    }

    public (double Loss, int Tokens) Take(LessonState state, double rate, CancellationToken cancellationToken)
    {
        var passed = learner.Tokens;
        optimizer.Next = (state.Step, rate);
        var loss = strategy.Observe(rows(state.Step));
        return (loss, learner.Tokens - passed);
    }

    public void Dispose()
    {
        strategy.Dispose();
        optimizer.Dispose();
    }
}
