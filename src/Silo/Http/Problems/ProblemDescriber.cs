using System.Text.Json;
using Samantha.Contracts.Problems;
using Samantha.Silo.Hosting;

namespace Samantha.Silo.Http.Problems;

/// <summary>Says of any failure what it is and what to do about it.</summary>
internal sealed class ProblemDescriber(ServiceSettings settings)
{
    public ProblemDocument Describe(Exception failure) => failure switch
    {
        SamanthaException problem => ProblemDocument.Of(problem),
        FailedTurnException failed => failed.Problem,
        BadRequestException bad => ProblemDocument.New(StatusCodes.Status400BadRequest, bad.Code, "The request cannot be done.", bad.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemDocument.New(
            StatusCodes.Status413PayloadTooLarge, "request-too-large", "The request is too large.", $"Send at most {settings.LargestRequest:n0} bytes."),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => ProblemDocument.New(
            StatusCodes.Status415UnsupportedMediaType, "not-json", "The request's body is not JSON.", "Send JSON, with the header content-type: application/json."),
        BadHttpRequestException bad => ProblemDocument.New(bad.StatusCode, "malformed-request", "The request cannot be understood.", Explain(bad)),
        _ when PassingFailures.Has(failure) => ProblemDocument.New(
            StatusCodes.Status503ServiceUnavailable, "moving", "A part of the service is not there for the moment.", "Send the request again; a turn under the same id, so that it is said once."),
        _ => ProblemDocument.New(
            StatusCodes.Status500InternalServerError, "internal", "Something went wrong in the service.", "Try again; if it stays so, look into the service's log."),
    };

    // The messages of JSON readers may quote the input; the place alone says enough.
    private static string Explain(BadHttpRequestException bad) => bad.InnerException is JsonException json
        ? json.Path is { Length: > 1 } path
            ? $"The JSON has a value of the wrong type, or is broken, at {path}."
            : $"The body is not valid JSON in UTF-8 (line {json.LineNumber + 1 ?? 1}, byte {json.BytePositionInLine ?? 0})."
        : "A value in the address or the body is missing or has the wrong type; /openapi/v1.json says what is expected.";
}
