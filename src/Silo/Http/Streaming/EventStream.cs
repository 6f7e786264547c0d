using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Samantha.Silo.Http.Problems;

namespace Samantha.Silo.Http.Streaming;

/// <summary>Server-sent events, one flush each, with a comment now and then so that nobody takes the stream for dead.</summary>
internal sealed class EventStream(ProblemDescriber describer, IOptions<JsonOptions> json, TimeProvider time, ILogger<EventStream> logger)
{
    // Clients leave a silo that says nothing for five seconds.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Sends events as they come. The response begins with the first event, or the first sign of life: what is refused
    /// before it is an ordinary response with its own status. What fails after it is the last event, but for failures that
    /// pass: before its first event the source is read again.
    /// </summary>
    /// <param name="context">The request, whose response has not begun.</param>
    /// <param name="events">Names and data; null as a name sends data alone, and strings are sent as they are.</param>
    /// <param name="failed">The event of a failure.</param>
    public async Task SendAsync(HttpContext context, IAsyncEnumerable<(string? Name, object Data)> events, Func<ProblemDocument, (string? Name, object Data)> failed)
    {
        var response = context.Response;
        var began = time.GetTimestamp();
        for (var isSaid = new StrongBox<bool>(); ;)
        {
            try
            {
                await SendOnceAsync(response, events, isSaid, context.RequestAborted);
                return;
            }
            catch (Exception failure) when (PassingFailures.Has(failure) && !isSaid.Value && !context.RequestAborted.IsCancellationRequested
                && time.GetElapsedTime(began) < PassingFailures.Patience)
            {
                await Task.Delay(PassingFailures.Pause, time, context.RequestAborted);
            }
            catch (Exception failure) when (response.HasStarted && !context.RequestAborted.IsCancellationRequested)
            {
                var problem = describer.Describe(failure);
                if (problem.Status == StatusCodes.Status500InternalServerError)
                    logger.LogError("A stream broke off with {Error} at {Trace}", failure.GetType().Name, failure.StackTrace);
                await WriteAsync(response, failed(problem), context.RequestAborted);
                return;
            }
        }
    }

    private async Task SendOnceAsync(
        HttpResponse response, IAsyncEnumerable<(string? Name, object Data)> events, StrongBox<bool> isSaid, CancellationToken cancellationToken)
    {
        await using var source = events.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(source, response, cancellationToken))
        {
            isSaid.Value = true;
            await WriteAsync(response, source.Current, cancellationToken);
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

                await WriteAsync(response, ": still here\n\n", cancellationToken);
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
        await WriteAsync(response, item.Name is null ? $"data: {data}\n\n" : $"event: {item.Name}\ndata: {data}\n\n", cancellationToken);
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        if (!response.HasStarted)
        {
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            response.Headers["X-Accel-Buffering"] = "no";
        }

        await response.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
