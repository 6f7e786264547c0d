using Orleans;

namespace Samantha.Grains.Conversations;

/// <summary>A conversation's state at some interaction, kept so that an activation need not read the whole log.</summary>
[GenerateSerializer, Alias("samantha.conversation-snapshot")]
internal sealed class ConversationSnapshot
{
    /// <summary>The state; null where there is none.</summary>
    [Id(0)]
    public ConversationState? State { get; set; }
}
