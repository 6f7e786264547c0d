using Orleans.TestingHost;

namespace Samantha.Orleans.Tests.Calls;

public interface IEchoGrain : IGrainWithStringKey
{
    Task<string> Echo(string text);

    ValueTask<int> Add(int left, int right);

    Task Fail(string message);

    Task<string> Key();

    IAsyncEnumerable<int> Count(int to, CancellationToken cancellationToken = default);

    Task WaitForCancellation(CancellationToken cancellationToken);
}

public sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<string> Echo(string text) => Task.FromResult(text);

    public async ValueTask<int> Add(int left, int right)
    {
        await Task.Yield();
        return left + right;
    }

    public Task Fail(string message) => throw new InvalidOperationException(message);

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public async IAsyncEnumerable<int> Count(int to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < to; i++)
        {
            if (i % 3 == 0)
                await Task.Yield();

            yield return i;
        }
    }

    public Task WaitForCancellation(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
}

public sealed class GrainCallTests : IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster = new InProcessTestClusterBuilder(1).Build();

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Call_WithArguments_ReturnsResult()
    {
        var grain = _cluster.Client.GetGrain<IEchoGrain>("a");

        (await grain.Echo("hello")).ShouldBe("hello");
        (await grain.Add(2, 3)).ShouldBe(5);
        (await grain.Key()).ShouldBe("a");
    }

    [Fact]
    public async Task Call_ThatThrows_ThrowsAtTheCaller()
    {
        var grain = _cluster.Client.GetGrain<IEchoGrain>("a");

        var error = await Should.ThrowAsync<InvalidOperationException>(() => grain.Fail("no"));

        error.Message.ShouldBe("no");
    }

    [Fact]
    public async Task Stream_Enumerated_YieldsElementsInOrder()
    {
        var grain = _cluster.Client.GetGrain<IEchoGrain>("a");
        var elements = new List<int>();

        await foreach (var element in grain.Count(250, TestContext.Current.CancellationToken))
            elements.Add(element);

        elements.ShouldBe(Enumerable.Range(0, 250));
    }

    [Fact]
    public async Task Call_Cancelled_CancelsTheCallee()
    {
        using var source = new CancellationTokenSource();
        var call = _cluster.Client.GetGrain<IEchoGrain>("a").WaitForCancellation(source.Token);

        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }
}
