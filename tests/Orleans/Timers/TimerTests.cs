using Orleans.Configuration;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Timers;

public sealed class TimerTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private TestSilo _silo = null!;

    private ITimerGrain Grain => _silo.Grain<ITimerGrain>();

    public async ValueTask InitializeAsync() => _silo = await TestSilo.StartAsync(
        builder => builder.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(5)),
        manualClock: true);

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Timer_TicksWhenDueAndEveryPeriod()
    {
        await Grain.Start(2 * Second, Second, interleave: false, keepAlive: false);

        _silo.Clock.Advance(Second);
        (await Grain.Ticks()).ShouldBe(0);
        _silo.Clock.Advance(Second);
        await TickAsync(1);
        _silo.Clock.Advance(Second);
        await TickAsync(2);
        _silo.Clock.Advance(Second);
        await TickAsync(3);
    }

    [Fact]
    public async Task Timer_WithoutPeriod_TicksOnce()
    {
        await Grain.Start(Second, Timeout.InfiniteTimeSpan, interleave: false, keepAlive: false);

        _silo.Clock.Advance(Second);
        await TickAsync(1);
        _silo.Clock.Advance(100 * Second);

        (await Grain.Ticks()).ShouldBe(1);
    }

    [Fact]
    public async Task Tick_WhileACallRuns_WaitsForItsTurn()
    {
        await Grain.Start(Second, Second, interleave: false, keepAlive: false);
        var call = Grain.Pass("gate");
        await _silo.Probe["gate"].Reached;

        _silo.Clock.Advance(Second);
        _silo.Probe["tick 1"].IsReached.ShouldBeFalse();
        _silo.Probe["gate"].Open();
        await call;

        await TickAsync(1);
    }

    [Fact]
    public async Task InterleavingTick_WhileACallRuns_Runs()
    {
        await Grain.Start(Second, Second, interleave: true, keepAlive: false);
        var call = Grain.Pass("gate");
        await _silo.Probe["gate"].Reached;

        _silo.Clock.Advance(Second);
        await _silo.Probe["tick 1"].Reached;

        _silo.Probe["gate"].Open();
        await call;
    }

    [Fact]
    public async Task Ticks_DoNotOverlap()
    {
        await Grain.StartGated("gate", Second, Second);
        _silo.Clock.Advance(Second);
        await TickAsync(1);

        _silo.Clock.Advance(10 * Second);
        (await Grain.Ticks()).ShouldBe(1);

        _silo.Probe["gate"].Open();
        await _silo.Clock.AdvanceUntilAsync(_silo.Probe["tick 2"].Reached, Second, Grain.Ticks);
    }

    [Fact]
    public async Task TickThatFails_DoesNotEndTheTimer()
    {
        await Grain.StartFailing(Second, Second);

        await _silo.Clock.AdvanceUntilAsync(_silo.Probe["tick 3"].Reached, Second, Grain.Ticks);
    }

    [Fact]
    public async Task Change_MovesTheNextTick()
    {
        await Grain.Start(Second, Second, interleave: false, keepAlive: false);

        await Grain.Change(10 * Second, 5 * Second);
        _silo.Clock.Advance(9 * Second);
        (await Grain.Ticks()).ShouldBe(0);
        _silo.Clock.Advance(Second);
        await TickAsync(1);
        await _silo.Clock.AdvanceUntilAsync(_silo.Probe["tick 2"].Reached, Second, Grain.Ticks);
    }

    [Fact]
    public async Task DisposedTimer_DoesNotTick()
    {
        await Grain.Start(Second, Second, interleave: false, keepAlive: false);

        await Grain.Stop();
        _silo.Clock.Advance(100 * Second);

        (await Grain.Ticks()).ShouldBe(0);
    }

    [Fact]
    public async Task Dispose_WhileATickRuns_CancelsItsToken()
    {
        await Grain.StartGated("gate", Second, Second);
        _silo.Clock.Advance(Second);
        await TickAsync(1);

        await Grain.Stop();
        _silo.Probe["gate"].Open();

        await _silo.Probe["tick cancelled"].Reached;
    }

    [Fact]
    public async Task Deactivation_EndsTimers()
    {
        await Grain.Start(Second, Second, interleave: false, keepAlive: false);
        await Grain.Deactivate();
        await _silo.Probe["deactivated"].Reached;

        _silo.Clock.Advance(100 * Second);

        (await Grain.Ticks()).ShouldBe(0);
        _silo.Probe["tick 1"].IsReached.ShouldBeFalse();
    }

    [Fact]
    public async Task Timer_WithoutKeepAlive_DoesNotKeepTheGrain()
    {
        await TickForAnHourAsync(keepAlive: false);

        await _silo.Probe["deactivated"].Reached;
    }

    [Fact]
    public async Task Timer_WithKeepAlive_KeepsTheGrain()
    {
        await TickForAnHourAsync(keepAlive: true);

        _silo.Probe["deactivated"].IsReached.ShouldBeFalse();
        (await Grain.Ticks()).ShouldBe(60);
    }

    // An odd time, which no other timer has: it tells that the grain has set its own again.
    private async Task TickForAnHourAsync(bool keepAlive)
    {
        var period = TimeSpan.FromSeconds(61);
        await Grain.Start(period, period, interleave: false, keepAlive);
        for (var tick = 0; tick < 60 && !_silo.Probe["deactivated"].IsReached; tick++)
        {
            var ticked = _silo.Clock.TimerSet(period);
            _silo.Clock.Advance(period);
            await Task.WhenAny(ticked, _silo.Probe["deactivated"].Reached);
        }
    }

    private async Task TickAsync(int number)
    {
        await _silo.Probe[$"tick {number}"].Reached;
        await Grain.Ticks();
    }
}
