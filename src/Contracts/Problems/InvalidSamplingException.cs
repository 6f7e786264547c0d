using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>A temperature, limit or other sampling setting is out of its range.</summary>
[GenerateSerializer]
[Alias("samantha.problem.invalid-sampling")]
public sealed class InvalidSamplingException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Invalid;

    /// <inheritdoc/>
    public override string Code => "invalid-sampling";

    /// <inheritdoc/>
    public override string Title => "A sampling setting is out of its range.";
}
