using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>No inference worker can serve the request at the moment.</summary>
[GenerateSerializer]
[Alias("samantha.problem.model-unavailable")]
public sealed class ModelUnavailableException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Unavailable;

    /// <inheritdoc/>
    public override string Code => "model-unavailable";

    /// <inheritdoc/>
    public override string Title => "The model cannot answer now.";
}
