using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Samantha.Silo.Http.Problems;

namespace Samantha.Silo.Http.Streaming;

/// <summary>Server-sent events, one flush each, with a comment now and then so that nothing between takes the stream for dead.</summary>
internal sealed class EventStream(ProblemDescriber describer, IOptions<JsonOptions> json, TimeProvider time, ILogger<EventStream> logger)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Sends events as they come. The response begins with the first event: what is refused before it is an ordinary
    /// response with its own status. What fails after it is the last event.
    /// </summary>
    /// <param name="context">The request, whose response has not begun.</param>
    /// <param name="events">Names and data; null as a name sends data alone, and strings are sent as they are.</param>
    /// <param name="failed">The event of a failure.</param>
    public async Task SendAsync(HttpContext context, IAsyncEnumerable<(string? Name, object Data)> events, Func<ProblemDocument, (string? Name, object Data)> failed)
    {
        var response = context.Response;
        try
        {
            await using var source = events.GetAsyncEnumerator(context.RequestAborted);
            if (!await source.MoveNextAsync())
                return;
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            response.Headers["X-Accel-Buffering"] = "no";
            do
            {
                await WriteAsync(response, source.Current, context.RequestAborted);
            }
            while (await NextAsync(source, response, context.RequestAborted));
        }
        catch (Exception failure) when (response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var problem = describer.Describe(failure);
            if (problem.Status == StatusCodes.Status500InternalServerError)
                logger.LogError("A stream broke off with {Error} at {Trace}", failure.GetType().Name, failure.StackTrace);
            await WriteAsync(response, failed(problem), context.RequestAborted);
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<(string? Name, object Data)> source, HttpResponse response, CancellationToken cancellationToken)
    {
        var next = source.MoveNextAsync().AsTask();
        try
        {
            while (!next.IsCompleted)
            {
                using var waited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                if (await Task.WhenAny(next, Task.Delay(Heartbeat, time, waited.Token)) == next || cancellationToken.IsCancellationRequested)
                {
                    await waited.CancelAsync();
                    break;
                }

                await response.WriteAsync(": still here\n\n", cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
            }
        }
        catch
        {
            // A source may not be disposed of while it moves; the request's end stops it.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await next;
    }

    private async Task WriteAsync(HttpResponse response, (string? Name, object Data) item, CancellationToken cancellationToken)
    {
        var data = item.Data as string ?? JsonSerializer.Serialize(item.Data, item.Data.GetType(), json.Value.SerializerOptions);
        await response.WriteAsync(item.Name is null ? $"data: {data}\n\n" : $"event: {item.Name}\ndata: {data}\n\n", cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
