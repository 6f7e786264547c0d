using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>No model version has this id.</summary>
[GenerateSerializer]
[Alias("samantha.problem.unknown-version")]
public sealed class UnknownVersionException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.NotFound;

    /// <inheritdoc/>
    public override string Code => "unknown-version";

    /// <inheritdoc/>
    public override string Title => "There is no such model version.";
}
