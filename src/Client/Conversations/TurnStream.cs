using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Samantha.Client.Transport;
using Samantha.Contracts.Conversations;

namespace Samantha.Client.Conversations;

/// <summary>Reads what happens in a turn: server-sent events, or those of its grain.</summary>
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

    /// <summary>The updates until the turn is confirmed.</summary>
    /// <exception cref="SamanthaProblemException">The turn failed; nothing of it is stored.</exception>
    public static async IAsyncEnumerable<TurnUpdate> ReadAsync(IAsyncEnumerable<TurnEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (Update(happened) is { } update)
                yield return update;
        }
    }

    private static TurnUpdate? Update(TurnEvent happened) => happened switch
    {
        EmotionSensed { Emotion: var emotion } sensed => new EmotionHeard(
            sensed.TurnId, emotion.Labels, emotion.Valence, emotion.Arousal, emotion.Dominance, emotion.Dominant, sensed.EmotionalState),
        TokenGenerated token => new ReplyGrew(token.Text, token.Model),
        TurnCompleted { Turn: var turn } completed => new TurnConfirmed(
            turn.TurnId, turn.Reply, turn.Model, turn.EmotionalState, completed.Usage, completed.Replayed),
        TurnFailed failed => throw GrainFailures.Problem(failed.Kind, failed.Code, failed.Title, failed.Detail),
        _ => null,
    };

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
