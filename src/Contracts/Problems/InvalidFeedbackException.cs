using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>A feedback has neither a rating nor a correction, or a rating outside -1, 0 and 1.</summary>
[GenerateSerializer]
[Alias("samantha.problem.invalid-feedback")]
public sealed class InvalidFeedbackException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Invalid;

    /// <inheritdoc/>
    public override string Code => "invalid-feedback";

    /// <inheritdoc/>
    public override string Title => "The feedback is not usable.";
}
