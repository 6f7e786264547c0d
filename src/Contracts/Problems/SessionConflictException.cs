using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>A training session is running already.</summary>
[GenerateSerializer]
[Alias("samantha.problem.session-conflict")]
public sealed class SessionConflictException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Conflict;

    /// <inheritdoc/>
    public override string Code => "session-conflict";

    /// <inheritdoc/>
    public override string Title => "A training session is under way.";
}
