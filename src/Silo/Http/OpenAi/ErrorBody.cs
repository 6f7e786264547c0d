using Samantha.Silo.Http.Problems;

namespace Samantha.Silo.Http.OpenAi;

/// <summary>An error as OpenAI's clients expect it.</summary>
/// <param name="Error">The error.</param>
public sealed record ErrorBody(ErrorBody.Details Error)
{
    public static ErrorBody Of(ProblemDocument problem) => new(new Details(
        $"{problem.Title} {problem.Detail}", problem.Status >= 500 ? "server_error" : "invalid_request_error", null, problem.Code));

    /// <summary>The error.</summary>
    /// <param name="Message">What happened and what to do.</param>
    /// <param name="Type">Whose fault it is.</param>
    /// <param name="Param">The field, where one is at fault.</param>
    /// <param name="Code">For programs.</param>
    public sealed record Details(string Message, string Type, string? Param, string Code);
}
