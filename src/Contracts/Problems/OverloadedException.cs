using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>More is asked than can be served now; try again later.</summary>
[GenerateSerializer]
[Alias("samantha.problem.overloaded")]
public sealed class OverloadedException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Overloaded;

    /// <inheritdoc/>
    public override string Code => "overloaded";

    /// <inheritdoc/>
    public override string Title => "The service is busy.";
}
