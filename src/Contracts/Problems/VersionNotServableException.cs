using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>The model version exists but was rejected, is damaged, or has been withdrawn.</summary>
[GenerateSerializer]
[Alias("samantha.problem.version-not-servable")]
public sealed class VersionNotServableException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Conflict;

    /// <inheritdoc/>
    public override string Code => "version-not-servable";

    /// <inheritdoc/>
    public override string Title => "The model version cannot be served.";
}
