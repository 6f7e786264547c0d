using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>Another rollout is under way, or there is no version to go back to.</summary>
[GenerateSerializer]
[Alias("samantha.problem.rollout-conflict")]
public sealed class RolloutConflictException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Conflict;

    /// <inheritdoc/>
    public override string Code => "rollout-conflict";

    /// <inheritdoc/>
    public override string Title => "The rollout cannot go that way now.";
}
