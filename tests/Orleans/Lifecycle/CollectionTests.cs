using Orleans.Configuration;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Lifecycle;

public sealed class CollectionTests : IAsyncLifetime
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Quantum = TimeSpan.FromMinutes(1);

    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.StartAsync(
        builder => builder.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionAge = Age;
            options.CollectionQuantum = Quantum;
        }),
        manualClock: true);

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Grain_IdleForItsAge_IsDeactivated()
    {
        await _silo.Grain<ILifeGrain>("a").Instance();

        _silo.Clock.Advance(Age + 2 * Quantum);

        await _silo.Probe["deactivated a"].Reached;
        _silo.Probe.Notes.ShouldContain("deactivate a ActivationIdle");
    }

    [Fact]
    public async Task Grain_InUse_IsNotDeactivated()
    {
        var grain = _silo.Grain<ILifeGrain>("a");
        await grain.Instance();

        for (var i = 0; i < 10; i++)
        {
            _silo.Clock.Advance(Age / 2);
            (await grain.Instance()).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Grain_WithACallRunning_IsNotDeactivated()
    {
        var grain = _silo.Grain<ILifeGrain>("a");
        var call = grain.Pass("gate");
        await _silo.Probe["gate"].Reached;

        _silo.Clock.Advance(TimeSpan.FromSeconds(20));
        _silo.Probe["gate"].Open();
        await call;

        (await grain.Instance()).ShouldBe(1);
    }

    [Fact]
    public async Task Grain_WithItsOwnAge_IsDeactivatedThen()
    {
        await _silo.Grain<IShortLivedGrain>("short").Instance();
        await _silo.Grain<ILifeGrain>("long").Instance();

        _silo.Clock.Advance(TimeSpan.FromMinutes(2) + 2 * Quantum);

        await _silo.Probe["deactivated short"].Reached;
        (await _silo.Grain<ILifeGrain>("long").Instance()).ShouldBe(2);
    }

    [Fact]
    public async Task Grain_KeptAlive_IsNotDeactivated()
    {
        await _silo.Grain<IKeptAliveGrain>("kept").Instance();
        await _silo.Grain<ILifeGrain>("idle").Instance();

        _silo.Clock.Advance(100 * Age);

        await _silo.Probe["deactivated idle"].Reached;
        (await _silo.Grain<IKeptAliveGrain>("kept").Instance()).ShouldBe(1);
    }

    [Fact]
    public async Task DelayDeactivation_KeepsTheGrainThatLong()
    {
        await _silo.Grain<ILifeGrain>("delayed").Delay(TimeSpan.FromHours(1));
        await _silo.Grain<ILifeGrain>("idle").Instance();

        _silo.Clock.Advance(Age + 2 * Quantum);
        await _silo.Probe["deactivated idle"].Reached;
        _silo.Probe["deactivated delayed"].IsReached.ShouldBeFalse();

        _silo.Clock.Advance(TimeSpan.FromHours(1));
        await _silo.Probe["deactivated delayed"].Reached;
    }
}
