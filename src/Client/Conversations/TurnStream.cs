using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Samantha.Client.Transport;

namespace Samantha.Client.Conversations;

/// <summary>Reads a turn's server-sent events.</summary>
internal static class TurnStream
{
    /// <summary>The updates until the turn is confirmed.</summary>
    /// <exception cref="SamanthaProblemException">The turn failed; nothing of it is stored.</exception>
    /// <exception cref="HttpRequestException">The stream ended before the turn did.</exception>
    public static async IAsyncEnumerable<TurnUpdate> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in SseParser.Create(stream, Parse).EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Data is not { } update)
                continue;
            yield return update;
            if (update is TurnConfirmed)
                yield break;
        }

        throw new HttpRequestException("The stream ended before the turn was confirmed. Send it again with the same id.");
    }

    // Events of later services are passed over.
    private static TurnUpdate? Parse(string type, ReadOnlySpan<byte> data) => type switch
    {
        "emotion" => JsonSerializer.Deserialize<EmotionHeard>(data, WireJson.Options),
        "token" => JsonSerializer.Deserialize<ReplyGrew>(data, WireJson.Options),
        "completed" => JsonSerializer.Deserialize<TurnConfirmed>(data, WireJson.Options),
        "failed" when JsonSerializer.Deserialize<WireProblem>(data, WireJson.Options) is { } problem => throw problem.ToException(problem.Status),
        _ => null,
    };
}
