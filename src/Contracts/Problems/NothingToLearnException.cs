using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>A training session was asked for while no lesson is waiting.</summary>
[GenerateSerializer]
[Alias("samantha.problem.nothing-to-learn")]
public sealed class NothingToLearnException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Conflict;

    /// <inheritdoc/>
    public override string Code => "nothing-to-learn";

    /// <inheritdoc/>
    public override string Title => "There is nothing new to learn.";
}
