using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Lifecycle;

public sealed class ShutdownTests
{
    [Fact]
    public async Task Stop_WhileACallRuns_WaitsForItThenDeactivates()
    {
        await using var silo = await TestSilo.StartAsync();
        var call = silo.Grain<ILifeGrain>("a").Pass("gate");
        await silo.Probe["gate"].Reached;

        var stop = silo.Cluster.StopSilosAsync();
        silo.Probe["gate"].Open();
        await stop;

        await call;
        silo.Probe.Notes.ShouldBe(["activate a", "passed gate", "deactivate a ShuttingDown"]);
    }

    [Fact]
    public async Task Stop_DeactivatesEveryGrain()
    {
        await using var silo = await TestSilo.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => silo.Grain<ILifeGrain>($"{i}").Instance()));

        await silo.Cluster.StopSilosAsync();

        silo.Probe.Notes.Count(note => note.EndsWith(nameof(DeactivationReasonCode.ShuttingDown), StringComparison.Ordinal)).ShouldBe(50);
    }

    [Fact]
    public async Task Kill_DeactivatesNothing()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grain<ILifeGrain>("a").Instance();

        await silo.Cluster.KillSiloAsync(silo.Cluster.Silos[0]);

        silo.Probe.Notes.ShouldBe(["activate a"]);
    }

    [Fact]
    public async Task Restart_StartsWithNoActivations()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grain<ILifeGrain>("a").Instance();

        await silo.Cluster.RestartSiloAsync(silo.Cluster.Silos[0]);

        (await silo.Grain<ILifeGrain>("a").Instance()).ShouldBe(2);
    }
}
