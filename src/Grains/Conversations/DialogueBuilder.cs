using Samantha.Contracts.Inference;

namespace Samantha.Grains.Conversations;

/// <summary>The dialogue that a worker continues: what is remembered, what was said, what is said now.</summary>
internal static class DialogueBuilder
{
    // Facts go where the model knows them from: into the dialogue, as something the user once said.
    private const string Ask = "remember that ";
    private const string Acknowledgement = "I will remember that.";

    /// <summary>How many of the latest facts go into a prompt.</summary>
    private const int FactsAtHand = 6;

    /// <summary>The lines, and how many at the start are to be kept whatever is left out.</summary>
    public static (IReadOnlyList<ChatLine> Lines, int Pinned) Build(ConversationState state, string text, int historyTurns)
    {
        var facts = state.Memory.TakeLast(FactsAtHand)
            .SelectMany(fact => Exchange(Ask + fact.Text, Acknowledgement))
            .ToList();
        // A corrected reply is remembered as corrected: the user need not say it twice.
        var history = state.Recent.TakeLast(historyTurns)
            .SelectMany(turn => Exchange(turn.Text, turn.Correction ?? turn.Reply));
        return (facts.Concat(history).Append(new ChatLine(ChatRole.User, text)).ToArray(), facts.Count);
    }

    private static IEnumerable<ChatLine> Exchange(string user, string assistant) =>
        [new ChatLine(ChatRole.User, user), new ChatLine(ChatRole.Assistant, assistant)];
}
