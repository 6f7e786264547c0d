namespace Samantha.Silo.Http.Problems;

/// <summary>A turn failed after it began.</summary>
internal sealed class FailedTurnException(ProblemDocument problem) : Exception(problem.Detail)
{
    public ProblemDocument Problem { get; } = problem;
}
