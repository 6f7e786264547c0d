using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>A text that must say something is empty or white space.</summary>
[GenerateSerializer]
[Alias("samantha.problem.empty-text")]
public sealed class EmptyTextException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Invalid;

    /// <inheritdoc/>
    public override string Code => "empty-text";

    /// <inheritdoc/>
    public override string Title => "The text is empty.";
}
