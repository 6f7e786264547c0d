using Samantha.Contracts.Conversations;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Short ways to talk to a conversation.</summary>
internal static class Talk
{
    /// <summary>Takes a turn to its end and returns all events.</summary>
    public static async Task<List<TurnEvent>> Events(this IConversationGrain conversation, TurnRequest request)
    {
        var events = new List<TurnEvent>();
        await foreach (var turnEvent in conversation.Say(request, TestContext.Current.CancellationToken))
            events.Add(turnEvent);
        return events;
    }

    /// <summary>Takes a turn and returns it as confirmed; fails if it failed.</summary>
    public static async Task<Turn> Turn(this IConversationGrain conversation, string text, string? id = null) =>
        (await conversation.Events(new TurnRequest(text, id)))[^1].ShouldBeOfType<TurnCompleted>().Turn;
}
