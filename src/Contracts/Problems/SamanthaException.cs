using Orleans;

namespace Samantha.Contracts.Problems;

/// <summary>
/// A problem that a caller can act on. The message says what to do and never quotes what a user wrote.
/// </summary>
[GenerateSerializer]
[Alias("samantha.problem")]
public abstract class SamanthaException(string message) : Exception(message)
{
    /// <summary>The sort of problem.</summary>
    public abstract ProblemKind Kind { get; }

    /// <summary>A stable name of the problem in kebab case, such as <c>turn-id-reused</c>.</summary>
    public abstract string Code { get; }

    /// <summary>One line for people, the same for every occurrence.</summary>
    public abstract string Title { get; }
}
