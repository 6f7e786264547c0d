using System.Collections.Immutable;
using Samantha.Contracts.Conversations;
using Samantha.Grains.Conversations;

namespace Samantha.Grains.Tests.Conversations;

public sealed class DialogueBuilderTests
{
    [Fact]
    public void Build_NothingBefore_IsTheTextAlone()
    {
        var (lines, pinned) = DialogueBuilder.Build(new ConversationState(), "hello", 8);

        lines.Select(line => line.Text).ShouldBe(["hello"]);
        pinned.ShouldBe(0);
    }

    [Fact]
    public void Build_CorrectedReply_IsRememberedAsCorrected()
    {
        var turn = new RecentTurn("a", "when do you open?", "at noon", "at eight");
        var (lines, _) = DialogueBuilder.Build(new ConversationState { Recent = [turn] }, "thanks", 8);

        lines.Select(line => line.Text).ShouldBe(["when do you open?", "at eight", "thanks"]);
    }

    [Fact]
    public void Build_Facts_ArePinnedInFrontOfTheHistory()
    {
        var state = new ConversationState
        {
            Memory = [new Fact(1, "I like tea", DateTimeOffset.UnixEpoch)],
            Recent = [.. Enumerable.Range(0, 5).Select(i => new RecentTurn($"t{i}", $"text {i}", "hi"))],
        };

        var (lines, pinned) = DialogueBuilder.Build(state, "what do I like?", 2);

        pinned.ShouldBe(2);
        lines.Select(line => line.Text).ToImmutableArray()
            .ShouldBe(["remember that I like tea", "I will remember that.", "text 3", "hi", "text 4", "hi", "what do I like?"]);
    }
}
