using Samantha.Grains.Conversations;

namespace Samantha.Grains.Tests.Conversations;

public sealed class AsyncGateTests
{
    [Fact]
    public async Task Enter_SeveralAsk_LetsThemInInTheOrderOfAsking()
    {
        var gate = new AsyncGate();
        var first = await gate.Enter(TestContext.Current.CancellationToken);
        var order = new List<int>();
        var others = Enumerable.Range(0, 5).Select(Visit).ToArray();

        gate.Waiting.ShouldBe(5);
        first.Dispose();
        await Task.WhenAll(others);

        order.ShouldBe([0, 1, 2, 3, 4]);

        async Task Visit(int number)
        {
            using var place = await gate.Enter(TestContext.Current.CancellationToken);
            order.Add(number);
        }
    }

    [Fact]
    public async Task Enter_CancelledWhileWaiting_LeavesThePlaceToTheNext()
    {
        var gate = new AsyncGate();
        var first = await gate.Enter(TestContext.Current.CancellationToken);
        using var impatient = new CancellationTokenSource();
        var second = gate.Enter(impatient.Token);
        var third = gate.Enter(TestContext.Current.CancellationToken);

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        third.IsCompleted.ShouldBeFalse();
        first.Dispose();

        (await third).ShouldNotBeNull();
    }

    [Fact]
    public async Task Dispose_Twice_GivesThePlaceOnce()
    {
        var gate = new AsyncGate();
        var first = await gate.Enter(TestContext.Current.CancellationToken);
        var second = gate.Enter(TestContext.Current.CancellationToken);
        var third = gate.Enter(TestContext.Current.CancellationToken);

        first.Dispose();
        first.Dispose();

        await second;
        third.IsCompleted.ShouldBeFalse();
        (await second).Dispose();
        await third;
    }
}
