using Samantha.Contracts.Conversations;
using Samantha.Contracts.Problems;

namespace Samantha.Silo.Http.Problems;

/// <summary>A problem document (RFC 9457).</summary>
/// <param name="Type">Names the sort of problem.</param>
/// <param name="Title">The problem in one line, the same for every occurrence.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What to do.</param>
/// <param name="Code">The last part of <paramref name="Type"/>, for programs.</param>
public sealed record ProblemDocument(string Type, string Title, int Status, string Detail, string Code)
{
    public const string ContentType = "application/problem+json";

    public static ProblemDocument Of(SamanthaException problem) => New(ProblemStatus.Of(problem.Kind), problem.Code, problem.Title, problem.Message);

    public static ProblemDocument Of(TurnFailed failed) => New(ProblemStatus.Of(failed.Kind), failed.Code, failed.Title, failed.Detail);

    public static ProblemDocument New(int status, string code, string title, string detail) => new($"urn:samantha:problem:{code}", title, status, detail, code);
}
