using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>The user has no turn with this id.</summary>
[GenerateSerializer]
[Alias("samantha.problem.turn-not-found")]
public sealed class TurnNotFoundException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.NotFound;

    /// <inheritdoc/>
    public override string Code => "turn-not-found";

    /// <inheritdoc/>
    public override string Title => "The user has no such turn.";
}
