using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Scheduling;

public sealed class StatelessWorkerTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Calls_AtTheSameTime_RunInAsManyWorkersAsAllowed()
    {
        var grain = _silo.Grain<IWorkerGrain>();
        var first = grain.Pass("first");
        var second = grain.Pass("second");
        await _silo.Probe["first"].Reached;
        await _silo.Probe["second"].Reached;

        var third = grain.Pass("third");
        _silo.Probe["third"].IsReached.ShouldBeFalse();
        _silo.Probe.CountOf(nameof(WorkerGrain)).ShouldBe(2);

        _silo.Probe["first"].Open();
        _silo.Probe["second"].Open();
        await _silo.Probe["third"].Reached;
        _silo.Probe["third"].Open();
        await Task.WhenAll(first, second, third);
        _silo.Probe.CountOf(nameof(WorkerGrain)).ShouldBe(2);
    }

    [Fact]
    public async Task Calls_OneAfterTheOther_NeedOneWorker()
    {
        var grain = _silo.Grain<IWorkerGrain>();

        for (var i = 0; i < 10; i++)
            (await grain.Instance()).ShouldBe(1);
    }
}
