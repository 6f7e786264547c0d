using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>A text is longer than the service takes.</summary>
[GenerateSerializer]
[Alias("samantha.problem.text-too-long")]
public sealed class TextTooLongException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.TooLarge;

    /// <inheritdoc/>
    public override string Code => "text-too-long";

    /// <inheritdoc/>
    public override string Title => "The text is too long.";
}
