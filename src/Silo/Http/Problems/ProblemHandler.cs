using Microsoft.AspNetCore.Diagnostics;

namespace Samantha.Silo.Http.Problems;

/// <summary>Answers every failure with a problem document; under <c>/v1</c> with an error as OpenAI's clients expect it.</summary>
internal sealed class ProblemHandler(ProblemDescriber describer, ILogger<ProblemHandler> logger) : IExceptionHandler
{
    private const string RetrySeconds = "1";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception failure, CancellationToken cancellationToken)
    {
        if (failure is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
            return true;
        var problem = describer.Describe(failure);
        if (problem.Status == StatusCodes.Status500InternalServerError)
            logger.LogError("A request to {Route} failed with {Error} at {Trace}", Route(context), failure.GetType().Name, failure.StackTrace); // messages may quote a user
        await WriteAsync(context, problem, cancellationToken);
        return true;
    }

    public static Task WriteAsync(HttpContext context, ProblemDocument problem, CancellationToken cancellationToken = default)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = RetrySeconds;
        return context.Request.Path.StartsWithSegments("/v1")
            ? context.Response.WriteAsJsonAsync(OpenAi.ErrorBody.Of(problem), cancellationToken)
            : context.Response.WriteAsJsonAsync(problem, options: null, ProblemDocument.ContentType, cancellationToken);
    }

    private static string Route(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "an unknown route";
}
