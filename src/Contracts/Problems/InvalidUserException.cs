using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>The user's name is empty, too long or holds control characters.</summary>
[GenerateSerializer]
[Alias("samantha.problem.invalid-user")]
public sealed class InvalidUserException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Invalid;

    /// <inheritdoc/>
    public override string Code => "invalid-user";

    /// <inheritdoc/>
    public override string Title => "The user's name is not usable.";
}
