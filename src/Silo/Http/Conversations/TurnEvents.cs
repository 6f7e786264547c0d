using System.Runtime.CompilerServices;
using Samantha.Contracts.Conversations;
using Samantha.Silo.Http.Problems;

namespace Samantha.Silo.Http.Conversations;

/// <summary>A turn's events under their names on the wire.</summary>
internal static class TurnEvents
{
    public static async IAsyncEnumerable<(string? Name, object Data)> OnTheWire(
        IAsyncEnumerable<TurnEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var happened in events.WithCancellation(cancellationToken))
        {
            yield return happened switch
            {
                EmotionSensed sensed => ("emotion", EmotionBody.Of(sensed)),
                TokenGenerated token => ("token", token),
                TurnCompleted completed => ("completed", TurnCompletedBody.Of(completed)),
                TurnFailed failed => ("failed", ProblemDocument.Of(failed)),
                _ => throw new InvalidOperationException($"A turn has no event {happened.GetType().Name}."),
            };
        }
    }
}
