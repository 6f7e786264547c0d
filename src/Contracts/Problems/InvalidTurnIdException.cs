using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>A turn id is too long or holds characters other than letters, digits and <c>. _ : -</c>.</summary>
[GenerateSerializer]
[Alias("samantha.problem.invalid-turn-id")]
public sealed class InvalidTurnIdException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Invalid;

    /// <inheritdoc/>
    public override string Code => "invalid-turn-id";

    /// <inheritdoc/>
    public override string Title => "The turn id is not usable.";
}
