using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Samantha.Orleans.Tests.Cluster;
using Samantha.Orleans.Tests.Reminders;
using Samantha.Orleans.Tests.Streaming;

namespace Samantha.Orleans.Tests.StandIn.Clustering;

/// <summary>Grains while their silos lose the table, each other, or their life.</summary>
public sealed class ClusterFaultTests
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = 3 * ProbeTimeout;

    [Fact]
    public async Task SplitBrain_ASiloWithoutTheTable_ConfirmsNothingOnceAnotherMay()
    {
        await using var cluster = await FaultyCluster.StartAsync(2, ProbeTimeout);
        await PassAsync(cluster, Lease, 0, 1);
        var inside = cluster.Silo(0).Factory().Placed<LocalGrain>("a");
        (await inside.Increment()).ShouldBe(1);
        var running = inside.Pass("gate");
        await cluster.Probe["gate"].Reached;

        cluster.Table(0).Fault = TableFault.Unreachable;
        await PassAsync(cluster, Lease * 0.95, 1);

        cluster.Membership(1).State.IsAlive(cluster.Silo(0).SiloAddress).ShouldBeTrue();
        cluster.Probe["gate"].Open();
        await Should.ThrowAsync<SiloUnavailableException>(() => running);
        await Should.ThrowAsync<SiloUnavailableException>(() => inside.Increment());

        await PassAsync(cluster, Lease, 1);

        cluster.Membership(1).State.IsAlive(cluster.Silo(0).SiloAddress).ShouldBeFalse();
        (await cluster.Silo(1).Factory().Placed<LocalGrain>("a").Increment()).ShouldBe(2);
        cluster.Probe.CountOf("activations of a").ShouldBe(2);
    }

    [Fact]
    public async Task Table_AwayForAWhile_SuspendsAndResumesTheSameActivations()
    {
        await using var cluster = await FaultyCluster.StartAsync(2, ProbeTimeout);
        await PassAsync(cluster, Lease, 0, 1);
        var grain = cluster.Silo(0).Factory().Placed<LocalGrain>("a");
        var before = await grain.Where();
        cluster.Table(0).Fault = TableFault.Unreachable;
        cluster.Table(1).Fault = TableFault.Unreachable;

        cluster.Clock.Advance(2 * Lease);
        await Should.ThrowAsync<SiloUnavailableException>(() => grain.Where());
        cluster.Table(0).Fault = TableFault.None;
        cluster.Table(1).Fault = TableFault.None;
        await cluster.SettleAsync();

        (await grain.Where()).ShouldBe(before);
        (await cluster.Silo(1).Factory().Placed<LocalGrain>("a").Where()).ShouldBe(before);
    }

    [Fact]
    public async Task Table_AwayWhileCallersCount_CostsNoSiloItsLifeAndNoCount()
    {
        await using var cluster = await FaultyCluster.StartAsync(3, ProbeTimeout);
        await PassAsync(cluster, Lease, 0, 1, 2);
        var keys = Enumerable.Range(0, 12).Select(i => $"{i}").ToArray();
        await CountAsync(cluster, keys, 1);

        foreach (var fault in (TableFault[])[TableFault.Unreachable, TableFault.None])
        {
            for (var silo = 0; silo < 3; silo++)
                cluster.Table(silo).Fault = fault;

            if (fault != TableFault.None)
            {
                cluster.Clock.Advance(3 * Lease);
                await Should.ThrowAsync<SiloUnavailableException>(() => CountAsync(cluster, keys, 2));
            }
        }

        await cluster.SettleAsync();
        await PassAsync(cluster, 2 * Lease, 0, 1, 2);

        await CountAsync(cluster, keys, 2);
        cluster.Membership(0).State.Active.Length.ShouldBe(3);
        keys.ShouldAllBe(key => cluster.Probe.CountOf($"activations of {key}") == 1);
    }

    [Fact]
    public async Task DeclaredDead_ItsHostStopsThoughCallsHang()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await FaultyCluster.StartAsync(2, ProbeTimeout);
        await PassAsync(cluster, Lease, 0, 1);
        var host = cluster.Silo(0).SiloHost;
        var hanging = cluster.Silo(0).Factory().Placed<LocalGrain>("a").Pass("never");
        await cluster.Probe["never"].Reached;
        await using var stream = cluster.Silo(0).Factory().GetGrain<IStreamGrain>("s").Gated("end").GetAsyncEnumerator(token);
        (await stream.MoveNextAsync()).ShouldBeTrue();
        var next = stream.MoveNextAsync().AsTask();
        await cluster.Probe["end"].Reached;

        cluster.Table(0).Fault = TableFault.Unreachable;
        await PassAsync(cluster, 2 * Lease, 1);
        cluster.Table(0).Fault = TableFault.None;
        await cluster.Membership(0).RenewAsync(token);

        await host.WaitForShutdownAsync(token);
        await Should.ThrowAsync<SiloUnavailableException>(() => hanging);
        await Should.ThrowAsync<SiloUnavailableException>(() => next);
        host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        cluster.Probe["never"].Open();
        cluster.Probe["end"].Open();
    }

    [Fact]
    public async Task Partitions_ThatMove_KeepTheirActivations()
    {
        await using var cluster = await FaultyCluster.StartAsync(2, TimeSpan.FromDays(1));
        var keys = Enumerable.Range(0, 60).Select(i => $"{i}").ToArray();
        var before = await Task.WhenAll(keys.Select(key => cluster.Silo(0).Factory().Placed<RandomGrain>(key).Where()));

        var added = await cluster.Cluster.StartAdditionalSiloAsync();
        await cluster.SettleAsync();

        cluster.Membership(2).State.Partitions.Count(partition => added.SiloAddress.Equals(partition.Silo)).ShouldBeInRange(85, 86);
        (await Task.WhenAll(keys.Select(key => added.Factory().Placed<RandomGrain>(key).Where()))).ShouldBe(before);
        keys.ShouldAllBe(key => cluster.Probe.CountOf($"activations of {key}") == 1);
    }

    [Fact]
    public async Task Reminders_FireOnceWhicheverSilosComeAndGo()
    {
        await using var cluster = await FaultyCluster.StartAsync(3, TimeSpan.FromDays(1), silo => silo.UseInMemoryReminderService());
        var names = Enumerable.Range(0, 30).Select(i => $"r{i}").ToArray();
        foreach (var name in names)
            await cluster.Cluster.Client.GetGrain<IReminderGrain>(name).Register(name, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

        await TickAsync(cluster, names, 1);
        await cluster.Clock.CreepUntilAsync(cluster.Cluster.StopSiloAsync(cluster.Silo(0)));
        await cluster.SettleAsync();
        await TickAsync(cluster, names, 2);
        await cluster.Clock.CreepUntilAsync(cluster.Cluster.StartAdditionalSiloAsync());
        await cluster.SettleAsync();
        await TickAsync(cluster, names, 3);
        await cluster.Clock.CreepUntilAsync(cluster.KillAsync(cluster.Silo(0)));
        await TickAsync(cluster, names, 4);
    }

    private static async Task CountAsync(FaultyCluster cluster, string[] keys, int count)
    {
        for (var i = 0; i < keys.Length; i++)
            (await cluster.Silo(i % 3).Factory().Placed<RandomGrain>(keys[i]).Increment()).ShouldBe(count);
    }

    // A reminder whose last tick has not quite ended when time goes on skips one; none ticks twice at one time.
    private static async Task TickAsync(FaultyCluster cluster, string[] names, int tick)
    {
        var all = Task.WhenAll(names.Select(name => cluster.Probe[$"{name} {tick}"].Reached));
        await cluster.Clock.AdvanceUntilAsync(all, TimeSpan.FromMinutes(1), () => cluster.Clock.CreepUntilAsync(BarrierAsync(cluster)));
        cluster.Probe.Notes.ShouldBeUnique();
    }

    private static async Task BarrierAsync(FaultyCluster cluster)
    {
        try
        {
            await cluster.Cluster.Client.GetGrain<IReminderGrain>("barrier").GetAll();
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // A minute has passed while it was on its way.
        }
    }

    // Time in small steps, in which the silos that are named renew their leases.
    private static async Task PassAsync(FaultyCluster cluster, TimeSpan time, params int[] silos)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += ProbeTimeout / 4)
        {
            cluster.Clock.Advance(ProbeTimeout / 4);
            foreach (var silo in silos)
                await cluster.Membership(silo).RenewAsync(TestContext.Current.CancellationToken);
        }
    }
}
