using System.Collections.Concurrent;
using Orleans.Storage;
using Orleans.TestingHost;
using Samantha.Orleans.Tests.Cluster;

namespace Samantha.Orleans.Tests.StandIn.Clustering;

/// <summary>Callers count while silos are killed, added, stopped and cut off from each other.</summary>
public sealed class ClusterChaosTests
{
    private readonly ConcurrentDictionary<(string Key, int Count), int> _confirmed = new();
    private readonly SemaphoreSlim _calls = new(0);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Counts_ThatWereConfirmed_AreNeverConfirmedTwiceAndNeverLost(int seed)
    {
        await using var silos = await TestSilos.StartAsync(3);
        using var stopped = new CancellationTokenSource();
        var random = new Random(seed);
        var callers = Enumerable.Range(0, 8).Select(i => Task.Run(() => CountAsync(silos.Cluster, $"{i % 4}", new Random(i), stopped.Token))).ToArray();

        for (var step = 0; step < 12; step++)
        {
            await ChangeAsync(silos.Cluster, random);
            for (var call = 0; call < 30; call++)
                await _calls.WaitAsync(TestContext.Current.CancellationToken);
        }

        Mend(silos.Cluster);
        await stopped.CancelAsync();
        await Task.WhenAll(callers);
        foreach (var ofKey in _confirmed.Keys.GroupBy(entry => entry.Key))
            (await RetriedAsync(silos.Cluster, ofKey.Key, random)).ShouldBeGreaterThan(ofKey.Max(entry => entry.Count));

        _confirmed.Values.ShouldAllBe(times => times == 1);
        _confirmed.Count.ShouldBeGreaterThan(300);
    }

    private static async Task ChangeAsync(InProcessTestCluster cluster, Random random)
    {
        Mend(cluster);
        var active = cluster.GetActiveSilos().ToArray();
        switch (random.Next(4))
        {
            case 0 when active.Length > 2:
                await cluster.KillSiloAsync(active[random.Next(active.Length)]);
                break;
            case 1 when active.Length > 2:
                await cluster.StopSiloAsync(active[random.Next(active.Length)]);
                break;
            case 2:
                cluster.Network.SetCut(active[0].SiloAddress, active[^1].SiloAddress, isCut: true);
                break;
            default:
                await cluster.StartAdditionalSiloAsync();
                break;
        }
    }

    private static void Mend(InProcessTestCluster cluster)
    {
        var active = cluster.GetActiveSilos().ToArray();
        foreach (var (one, other) in active.SelectMany(one => active.Select(other => (one, other))))
            cluster.Network.SetCut(one.SiloAddress, other.SiloAddress, isCut: false);
    }

    private async Task CountAsync(InProcessTestCluster cluster, string key, Random random, CancellationToken stopped)
    {
        while (!stopped.IsCancellationRequested)
        {
            if (await TryIncrementAsync(cluster, key, random) is { } count)
                _confirmed.AddOrUpdate((key, count), 1, static (_, times) => times + 1);

            _calls.Release();
            await Task.Yield();
        }
    }

    private static async Task<int> RetriedAsync(InProcessTestCluster cluster, string key, Random random)
    {
        while (true)
        {
            if (await TryIncrementAsync(cluster, key, random) is { } count)
                return count;
        }
    }

    // Null if nothing was confirmed: it may have been counted or not.
    private static async Task<int?> TryIncrementAsync(InProcessTestCluster cluster, string key, Random random)
    {
        var active = cluster.GetActiveSilos().ToArray();
        try
        {
            return await active[random.Next(active.Length)].Factory().Placed<RandomGrain>(key).Increment();
        }
        catch (Exception exception) when (exception is OrleansException or InconsistentStateException or ObjectDisposedException or TimeoutException)
        {
            return null;
        }
    }
}
