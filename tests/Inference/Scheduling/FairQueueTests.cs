using Samantha.Inference.Scheduling;
using Samantha.Inference.Versions;

namespace Samantha.Inference.Tests.Scheduling;

public sealed class FairQueueTests : IDisposable
{
    private readonly LoadedVersion version = TinyModels.Version("v1");

    public void Dispose() => version.Dispose();

    [Fact]
    public void Take_OneConversationWithMany_LetsOthersGoBetween()
    {
        var queue = new FairQueue();
        foreach (var conversation in new[] { "a", "a", "a", "b", null, "a", "b", null })
            queue.Add(Waiting(conversation, TestContext.Current.CancellationToken));

        var order = Enumerable.Range(0, 8).Select(_ => queue.Take().Conversation ?? "-");

        string.Concat(order).ShouldBe("ab--abaa");
        queue.Count.ShouldBe(0);
        queue.TryPeek(out _).ShouldBeFalse();
    }

    [Fact]
    public void TakeCancelled_SomeCancelled_LeavesTheOthersInTheirOrder()
    {
        var queue = new FairQueue();
        using var cancellation = new CancellationTokenSource();
        foreach (var (conversation, token) in new[] { ("a", CancellationToken.None), ("b", cancellation.Token), ("a", cancellation.Token), ("c", CancellationToken.None), ("a", CancellationToken.None) })
            queue.Add(Waiting(conversation, token));
        cancellation.Cancel();

        queue.TakeCancelled().Select(sequence => sequence.Conversation).ShouldBe(["a", "b"], ignoreOrder: true);

        queue.Count.ShouldBe(3);
        queue.All().Count().ShouldBe(3);
        string.Concat(Enumerable.Range(0, 3).Select(_ => queue.Take().Conversation)).ShouldBe("aca");
    }

    private Sequence Waiting(string? conversation, CancellationToken cancellationToken)
    {
        var request = new GenerationRequest { Prompt = Prompt.FromText("hi"), Conversation = conversation };
        return new Sequence(request, new VersionLease(version, () => { }), [0, 5], seed: 1, new TokenStream(cancellationToken, () => { }), arrival: 0);
    }
}
