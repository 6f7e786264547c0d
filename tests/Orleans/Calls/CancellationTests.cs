using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Calls;

public class CancellationTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    protected virtual Task<TestSilo> StartAsync() => TestSilo.StartAsync();

    [Fact]
    public async Task Cancel_WhileTheCallRuns_CancelsTheCalleesTokenAndTheCall()
    {
        using var source = new CancellationTokenSource();
        var call = _silo.Grain<ICallGrain>().WaitForCancellation(source.Token);
        await _silo.Probe["waiting"].Reached;

        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await _silo.Probe["cancelled"].Reached;
    }

    [Fact]
    public async Task Cancel_BeforeTheCall_DoesNotMakeIt()
    {
        var grain = _silo.Grain<ICallGrain>();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await grain.PassUnlessCancelled("gate", source.Token));

        await grain.Nothing();
        _silo.Probe["gate"].IsReached.ShouldBeFalse();
    }

    [Fact]
    public async Task Cancel_WhileTheCallWaitsForItsTurn_DoesNotRunIt()
    {
        var grain = _silo.Grain<ICallGrain>();
        var busy = grain.Pass("busy");
        await _silo.Probe["busy"].Reached;
        using var source = new CancellationTokenSource();
        var waiting = grain.PassUnlessCancelled("gate", source.Token);

        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);

        // Over a connection the cancellation arrives before what is sent after it.
        await _silo.Grain<ICallGrain>("other").Nothing();
        _silo.Probe["busy"].Open();
        await busy;

        await grain.Nothing();
        _silo.Probe["gate"].IsReached.ShouldBeFalse();
    }

    [Fact]
    public async Task Call_WithTokenThatIsNeverCancelled_Works()
    {
        using var source = new CancellationTokenSource();

        await _silo.Grain<ICallGrain>().PassUnlessCancelled("gate", source.Token);
        await _silo.Grain<ICallGrain>().PassUnlessCancelled("gate", CancellationToken.None);

        _silo.Probe["gate"].IsReached.ShouldBeTrue();
    }
}
