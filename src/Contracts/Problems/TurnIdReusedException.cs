using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>A turn with this id is stored already, with another text.</summary>
[GenerateSerializer]
[Alias("samantha.problem.turn-id-reused")]
public sealed class TurnIdReusedException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Conflict;

    /// <inheritdoc/>
    public override string Code => "turn-id-reused";

    /// <inheritdoc/>
    public override string Title => "The turn id was used for another text.";
}
