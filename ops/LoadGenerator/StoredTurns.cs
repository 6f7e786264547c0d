using Samantha.Client.Conversations;
using Samantha.Contracts.Conversations;

namespace Samantha.LoadGenerator;

/// <summary>Reads what a service has of a user.</summary>
internal static class StoredTurns
{
    private const int PageSize = 500;

    /// <summary>All turns, oldest first, and the companion's state now.</summary>
    public static async Task<ConversationView> ReadAsync(ConversationClient conversation, CancellationToken cancellationToken)
    {
        var newest = await conversation.ReadAsync(null, PageSize, cancellationToken).ConfigureAwait(false);
        var turns = new List<Turn>(newest.Turns);
        for (var page = newest; page.Turns.Count == PageSize;)
        {
            page = await conversation.ReadAsync(page.Turns[0].Sequence, PageSize, cancellationToken).ConfigureAwait(false);
            turns.InsertRange(0, page.Turns);
        }

        return newest with { Turns = turns, Before = null };
    }
}
