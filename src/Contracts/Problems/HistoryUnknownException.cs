using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>A version cannot be made again, because something that it was made of is not there.</summary>
[GenerateSerializer]
[Alias("samantha.problem.history-unknown")]
public sealed class HistoryUnknownException(string message) : SamanthaException(message)
{
    /// <inheritdoc/>
    public override ProblemKind Kind => ProblemKind.Conflict;

    /// <inheritdoc/>
    public override string Code => "history-unknown";

    /// <inheritdoc/>
    public override string Title => "The version cannot be made again.";
}
