using System.Text.Json;

namespace Samantha.Silo.Http.Streaming;

/// <summary>Server-sent events, one flush each, with a comment now and then so that nothing between takes the stream for dead.</summary>
internal static class EventStream
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Sends events as they come. The response begins with the first event, so that what is refused before it is an
    /// ordinary response with its own status.
    /// </summary>
    /// <param name="response">The response, not begun.</param>
    /// <param name="events">Names and data; null as a name sends data alone, and strings are sent as they are.</param>
    /// <param name="time">The clock of the heartbeat.</param>
    /// <param name="cancellationToken">The request's end.</param>
    public static async Task SendAsync(HttpResponse response, IAsyncEnumerable<(string? Name, object Data)> events, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var source = events.GetAsyncEnumerator(cancellationToken);
        if (!await source.MoveNextAsync())
            return;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var json = response.HttpContext.RequestServices.GetRequiredService<Microsoft.Extensions.Options.IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
        do
        {
            await WriteAsync(response, source.Current, json, cancellationToken);
        }
        while (await NextAsync(source, response, time, cancellationToken));
    }

    private static async Task<bool> NextAsync(
        IAsyncEnumerator<(string? Name, object Data)> source, HttpResponse response, TimeProvider time, CancellationToken cancellationToken)
    {
        var next = source.MoveNextAsync().AsTask();
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

        return await next;
    }

    private static async Task WriteAsync(HttpResponse response, (string? Name, object Data) item, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        var data = item.Data as string ?? JsonSerializer.Serialize(item.Data, item.Data.GetType(), json);
        await response.WriteAsync(item.Name is null ? $"data: {data}\n\n" : $"event: {item.Name}\ndata: {data}\n\n", cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
