using System.Net;
using Orleans;
using Orleans.Runtime;
using Samantha.Contracts.Problems;

namespace Samantha.Client.Transport;

/// <summary>What calls of grains throw, as the same failures that come over HTTP.</summary>
internal static class GrainFailures
{
    /// <summary>Calls a grain; the caller waits no longer once its token is cancelled.</summary>
    public static async Task<T> CallAsync<T>(Task<T> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw Translate(failure);
        }
    }

    /// <summary>Reads a grain's stream.</summary>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        IAsyncEnumerable<T> stream, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = stream.GetAsyncEnumerator(cancellationToken);
        await using var reading = items.ConfigureAwait(false);
        while (await CallAsync(items.MoveNextAsync().AsTask(), CancellationToken.None).ConfigureAwait(false))
            yield return items.Current;
    }

    public static SamanthaProblemException Problem(ProblemKind kind, string code, string title, string detail) => new(StatusOf(kind), code, title, detail);

    private static Exception Translate(Exception failure) => failure switch
    {
        SamanthaException problem => Problem(problem.Kind, problem.Code, problem.Title, problem.Message),

        // Whether it was carried out is not known; the next silo, or the same one in a moment, can tell.
        OrleansMessageRejectionException or EnumerationAbortedException or TimeoutException =>
            new HttpRequestException($"The cluster did not answer: {failure.Message}", failure),
        _ => new SamanthaProblemException(
            HttpStatusCode.InternalServerError, "internal", "Something went wrong in the service.", "Try again; if it stays so, look into the service's log."),
    };

    private static HttpStatusCode StatusOf(ProblemKind kind) => kind switch
    {
        ProblemKind.Invalid => HttpStatusCode.BadRequest,
        ProblemKind.TooLarge => HttpStatusCode.RequestEntityTooLarge,
        ProblemKind.NotFound => HttpStatusCode.NotFound,
        ProblemKind.Conflict => HttpStatusCode.Conflict,
        ProblemKind.Overloaded => HttpStatusCode.TooManyRequests,
        ProblemKind.Unavailable => HttpStatusCode.ServiceUnavailable,
        ProblemKind.StorageFull => HttpStatusCode.InsufficientStorage,
        _ => HttpStatusCode.InternalServerError,
    };
}
