using Samantha.Orleans.Tests.Serialization;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Streaming;

public class StreamTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    private IStreamGrain Grain => _silo.Grain<IStreamGrain>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _silo = await StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    protected virtual Task<TestSilo> StartAsync() => TestSilo.StartAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task Stream_Enumerated_YieldsEveryElementInOrder(int count) =>
        (await ReadAsync(Grain.Count(count))).ShouldBe(Enumerable.Range(0, count));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(500)]
    public async Task Stream_WithABatchSize_YieldsTheSame(int size) =>
        (await ReadAsync(Grain.Count(50).WithBatchSize(size))).ShouldBe(Enumerable.Range(0, 50));

    [Fact]
    public async Task Stream_EnumeratedTwice_IsCalledTwice()
    {
        var stream = Grain.Count(5);

        (await ReadAsync(stream)).ShouldBe(Enumerable.Range(0, 5));
        (await ReadAsync(stream)).ShouldBe(Enumerable.Range(0, 5));
    }

    [Fact]
    public async Task Stream_WithArguments_GetsCopies()
    {
        var points = new List<Point> { new(1, 1), new(2, 2) };
        var stream = Grain.Points(points, Token);

        points.Clear();

        (await ReadAsync(stream)).ShouldBe([new Point(1, 1), new Point(2, 2)]);
    }

    [Fact]
    public async Task Stream_OfGenericMethod_KeepsTheType() => (await ReadAsync(Grain.Repeat("x", 3))).ShouldBe(["x", "x", "x"]);

    [Fact]
    public async Task Stream_ReadByAnotherGrain_YieldsEveryElement() =>
        (await _silo.Grain<IStreamCallerGrain>().Read("other", 20)).ShouldBe(Enumerable.Range(0, 20));

    [Fact]
    public async Task Stream_ThatFails_YieldsWhatWasBeforeThenThrows()
    {
        var items = new List<int>();

        var error = await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            await foreach (var item in Grain.FailAfter(3))
                items.Add(item);
        });

        items.ShouldBe([0, 1, 2]);
        error.Message.ShouldBe("enough");
    }

    [Fact]
    public async Task Stream_ElementThatIsReady_DoesNotWaitForTheNext()
    {
        await using var enumerator = Grain.Gated("gate").GetAsyncEnumerator(Token);

        (await enumerator.MoveNextAsync()).ShouldBeTrue();
        enumerator.Current.ShouldBe(1);

        _silo.Probe["gate"].Open();
        (await enumerator.MoveNextAsync()).ShouldBeTrue();
        enumerator.Current.ShouldBe(2);
        (await enumerator.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Calls_WhileAStreamWaits_AreNotKeptWaiting()
    {
        await using var enumerator = Grain.Gated("gate").GetAsyncEnumerator(Token);
        await enumerator.MoveNextAsync();
        var next = enumerator.MoveNextAsync();
        await _silo.Probe["gate"].Reached;

        (await Grain.Call()).ShouldBe("called");

        _silo.Probe["gate"].Open();
        (await next).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_Cancelled_EndsAtTheGrain(bool byArgument)
    {
        using var source = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            var stream = byArgument ? Grain.Endless(source.Token) : Grain.Endless(CancellationToken.None);
            await foreach (var _ in stream.WithCancellation(byArgument ? default : source.Token))
                _silo.Probe["read"].Mark();
        }, Token);
        await _silo.Probe["read"].Reached;
        await _silo.Probe["waiting"].Reached;

        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reading);
        await _silo.Probe["ended"].Reached;
    }

    [Fact]
    public async Task Stream_LeftEarly_EndsAtTheGrain()
    {
        await foreach (var _ in Grain.Endless(Token))
            break;

        await _silo.Probe["ended"].Reached;
    }

    [Fact]
    public async Task Stream_OfAGrainThatWasDeactivated_Aborts()
    {
        await using var enumerator = Grain.Gated("gate").GetAsyncEnumerator(Token);
        await enumerator.MoveNextAsync();
        _silo.Probe["gate"].Open();
        await Grain.Deactivate();
        await _silo.Probe["deactivated"].Reached;

        await Should.ThrowAsync<EnumerationAbortedException>(async () =>
        {
            while (await enumerator.MoveNextAsync())
            {
            }
        });
    }

    private static async Task<List<T>> ReadAsync<T>(IAsyncEnumerable<T> stream)
    {
        var items = new List<T>();
        await foreach (var item in stream.WithCancellation(Token))
            items.Add(item);

        return items;
    }
}
