using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Scheduling;

public sealed class TurnTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Calls_OfOneGrain_DoNotInterleave()
    {
        var grain = _silo.Grain<ITurnGrain>();

        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.CountUnsafely(10)));

        counts.Max().ShouldBe(200);
    }

    [Fact]
    public async Task Calls_OfManyCallersWithoutPause_AllGetTheirTurns()
    {
        const int Enough = 10, Limit = 5_000_000;
        var calls = new int[100];
        var (satisfied, total) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, calls.Length).Select(caller => Task.Run(async () =>
        {
            var grain = _silo.Grain<ITurnGrain>($"caller{caller}");
            while (Volatile.Read(ref satisfied) < calls.Length && Interlocked.Increment(ref total) < Limit)
            {
                await grain.Instance();
                if (++calls[caller] == Enough)
                    Interlocked.Increment(ref satisfied);
            }
        })));

        calls.Min().ShouldBeGreaterThanOrEqualTo(Enough);
    }

    [Fact]
    public async Task Call_WhileAnotherAwaits_WaitsForItsTurn()
    {
        var grain = _silo.Grain<ITurnGrain>();
        var first = grain.Pass("first");
        await _silo.Probe["first"].Reached;

        var second = grain.Pass("second");
        (await _silo.Grain<ITurnGrain>("other").StaysOnScheduler()).ShouldBeTrue();
        _silo.Probe["second"].IsReached.ShouldBeFalse();

        _silo.Probe["first"].Open();
        await first;
        await _silo.Probe["second"].Reached;
        _silo.Probe["second"].Open();
        await second;
    }

    [Fact]
    public async Task Calls_ThatWait_RunInTheOrderTheyCame()
    {
        var grain = _silo.Grain<ITurnGrain>();
        var first = grain.Pass("first");
        await _silo.Probe["first"].Reached;
        var order = new List<int>();
        var waiting = Enumerable.Range(0, 10).Select(async i =>
        {
            await grain.Instance();
            lock (order)
                order.Add(i);
        }).ToArray();

        _silo.Probe["first"].Open();
        await Task.WhenAll([first, .. waiting]);

        order.Count.ShouldBe(10);
    }

    [Fact]
    public async Task FirstCalls_FromManyCallersAtOnce_MakeOneActivation()
    {
        var calls = Enumerable.Range(0, 200).Select(_ => Task.Run(() => _silo.Grain<ITurnGrain>().Instance()));

        (await Task.WhenAll(calls)).ShouldAllBe(instance => instance == 1);
    }

    [Fact]
    public async Task Await_InAGrain_ComesBackToItsScheduler()
    {
        (await _silo.Grain<ITurnGrain>().StaysOnScheduler()).ShouldBeTrue();
        (await _silo.Grain<ITurnGrain>().TaskRunLeavesScheduler()).ShouldBeTrue();
    }

    [Fact]
    public async Task ReentrantGrain_WhileACallAwaits_RunsAnother()
    {
        var grain = _silo.Grain<IReentrantGrain>();

        await ShouldInterleave(() => grain.Pass("first"), () => grain.Pass("second"));
    }

    [Fact]
    public async Task AlwaysInterleave_WhileACallAwaits_Runs()
    {
        var grain = _silo.Grain<ITurnGrain>();

        await ShouldInterleave(() => grain.Pass("first"), () => grain.PassAlways("second"));
    }

    [Fact]
    public async Task ReadOnly_WhileAnotherReadOnlyAwaits_Runs()
    {
        var grain = _silo.Grain<ITurnGrain>();

        await ShouldInterleave(() => grain.PassReading("first"), () => grain.PassReading("second"));
    }

    [Fact]
    public async Task ReadOnly_WhileAnOrdinaryCallAwaits_Waits()
    {
        var grain = _silo.Grain<ITurnGrain>();

        await ShouldNotInterleave(() => grain.Pass("first"), () => grain.PassReading("second"), grain);
    }

    [Fact]
    public async Task OrdinaryCall_WhileAReadOnlyAwaits_Waits()
    {
        var grain = _silo.Grain<ITurnGrain>();

        await ShouldNotInterleave(() => grain.PassReading("first"), () => grain.Pass("second"), grain);
    }

    [Fact]
    public async Task MayInterleave_ThatSaysYes_LetsTheCallIn()
    {
        var grain = _silo.Grain<IChoosyGrain>();
        var first = grain.Pass("first");
        await _silo.Probe["first"].Reached;

        var second = grain.Pass("let in");
        await _silo.Probe["let in"].Reached;

        _silo.Probe["first"].Open();
        _silo.Probe["let in"].Open();
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task MayInterleave_ThatSaysNo_KeepsTheCallWaiting()
    {
        var grain = _silo.Grain<IChoosyGrain>();

        await ShouldNotInterleave(() => grain.Pass("first"), () => grain.Pass("second"), grain);
    }

    private async Task ShouldInterleave(Func<Task> first, Func<Task> second)
    {
        var running = first();
        await _silo.Probe["first"].Reached;

        var interleaving = second();
        await _silo.Probe["second"].Reached;

        _silo.Probe["second"].Open();
        await interleaving;
        running.IsCompleted.ShouldBeFalse();
        _silo.Probe["first"].Open();
        await running;
    }

    private async Task ShouldNotInterleave(Func<Task> first, Func<Task> second, ITurnGrain grain)
    {
        var running = first();
        await _silo.Probe["first"].Reached;
        var waiting = second();

        // It came after the other and always runs: when it has, the other has been looked at.
        var marker = grain.PassAlways("marker");
        await _silo.Probe["marker"].Reached;
        _silo.Probe["marker"].Open();
        await marker;
        _silo.Probe["second"].IsReached.ShouldBeFalse();

        _silo.Probe["first"].Open();
        await running;
        _silo.Probe["second"].Open();
        await waiting;
    }
}
