using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using Samantha.Contracts.Problems;
using Samantha.Silo.Hosting;

namespace Samantha.Silo.Http.Problems;

/// <summary>Answers every failure with a problem document; under <c>/v1</c> with an error as OpenAI's clients expect it.</summary>
internal sealed class ProblemHandler(ServiceSettings settings, ILogger<ProblemHandler> logger) : IExceptionHandler
{
    private const string RetrySeconds = "1";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception failure, CancellationToken cancellationToken)
    {
        if (failure is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
            return true;
        var problem = Describe(failure);
        if (problem.Status == StatusCodes.Status500InternalServerError)
            logger.LogError(failure, "A request to {Route} failed", Route(context));
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

    private ProblemDocument Describe(Exception failure) => failure switch
    {
        SamanthaException problem => ProblemDocument.Of(problem),
        FailedTurnException failed => failed.Problem,
        BadRequestException bad => ProblemDocument.New(StatusCodes.Status400BadRequest, bad.Code, "The request cannot be done.", bad.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemDocument.New(
            StatusCodes.Status413PayloadTooLarge, "request-too-large", "The request is too large.", $"Send at most {settings.LargestRequest:n0} bytes."),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => ProblemDocument.New(
            StatusCodes.Status415UnsupportedMediaType, "not-json", "The request's body is not JSON.", "Send JSON, with the header content-type: application/json."),
        BadHttpRequestException bad => ProblemDocument.New(bad.StatusCode, "malformed-request", "The request cannot be understood.", Explain(bad)),
        _ => ProblemDocument.New(
            StatusCodes.Status500InternalServerError, "internal", "Something went wrong in the service.", "Try again; if it stays so, look into the service's log."),
    };

    // The messages of JSON readers may quote the input; the place alone says enough.
    private static string Explain(BadHttpRequestException bad) => bad.InnerException is JsonException json
        ? json.Path is { Length: > 1 } path
            ? $"The JSON has a value of the wrong type, or is broken, at {path}."
            : $"The body is not valid JSON in UTF-8 (line {json.LineNumber + 1 ?? 1}, byte {json.BytePositionInLine ?? 0})."
        : "Send a JSON body with the fields that /openapi/v1.json names.";

    private static string Route(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "an unknown route";
}
