using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>A lesson is not in quarantine, or not any more.</summary>
[GenerateSerializer]
[Alias("samantha.problem.not-quarantined")]
public sealed class NotQuarantinedException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.NotFound;

    /// <inheritdoc/>
    public override string Code => "not-quarantined";

    /// <inheritdoc/>
    public override string Title => "No such lesson is in quarantine.";
}
