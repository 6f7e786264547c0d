using System.Collections.Concurrent;
using Orleans.TestingHost;
using Samantha.Orleans.Tests.Streaming;

namespace Samantha.Orleans.Tests.Cluster;

/// <summary>Silos that come and go.</summary>
public sealed class ClusterChangeTests : IAsyncLifetime
{
    private readonly ConcurrentDictionary<Task, InProcessSiloHandle> _calls = new();
    private volatile InProcessSiloHandle? _restarting;
    private TestSilos _silos = null!;

    public async ValueTask InitializeAsync() => _silos = await TestSilos.StartAsync(3);

    public ValueTask DisposeAsync() => _silos.DisposeAsync();

    [Fact]
    public async Task StartAdditionalSilo_TakesItsShareOfNewGrains()
    {
        var added = await _silos.Cluster.StartAdditionalSiloAsync();

        (await added.Factory().Placed<LocalGrain>("local").Where()).ShouldStartWith(added.Name);
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => _silos.Client.Placed<RandomGrain>($"{i}").Where()));
        answers.ShouldContain(answer => answer.StartsWith(added.Name));
    }

    [Fact]
    public async Task StopSilo_LetsRunningCallsEndAndMovesItsGrains()
    {
        var grains = Enumerable.Range(0, 20).Select(i => _silos.Client.Placed<RandomGrain>($"{i}")).ToArray();
        foreach (var grain in grains)
            (await grain.Increment()).ShouldBe(1);

        var stopping = await _silos.HostOfAsync(grains[0]);
        var running = grains[0].Pass("gate");
        await _silos.Probe["gate"].Reached;
        var stop = _silos.Cluster.StopSiloAsync(stopping);
        var other = _silos.Cluster.GetActiveSilos().First(silo => silo != stopping);
        var late = other.Factory().Placed<RandomGrain>("0").Increment();
        _silos.Probe["gate"].Open();

        await running;
        await stop;
        (await late).ShouldBe(2);
        foreach (var grain in grains.Skip(1))
            (await grain.Increment()).ShouldBe(2);

        _silos.Cluster.Silos.Count.ShouldBe(2);
    }

    [Fact]
    public async Task KillSilo_ItsGrainsAreActivatedElsewhereByTheNextCall()
    {
        var grains = Enumerable.Range(0, 30).Select(i => _silos.Client.Placed<RandomGrain>($"{i}")).ToArray();
        await Task.WhenAll(grains.Select(grain => grain.Increment()));
        var killed = await _silos.HostOfAsync(grains[0]);

        await _silos.Cluster.KillSiloAsync(killed);

        (await Task.WhenAll(grains.Select(grain => grain.Increment()))).ShouldAllBe(count => count == 2);
        (await Task.WhenAll(grains.Select(grain => grain.Where()))).ShouldAllBe(where => !where.StartsWith(killed.Name + " "));
    }

    [Fact]
    public async Task KillSilo_CallsThatItHadFail()
    {
        var grain = _silos.Client.Placed<RandomGrain>("a");
        var host = await _silos.HostOfAsync(grain);
        var other = _silos.Cluster.GetActiveSilos().First(silo => silo != host);
        var call = other.Factory().Placed<RandomGrain>("a").Pass("never");
        await _silos.Probe["never"].Reached;

        await _silos.Cluster.KillSiloAsync(host);

        await Should.ThrowAsync<SiloUnavailableException>(() => call);
        _silos.Probe["never"].Open();
    }

    [Fact]
    public async Task RestartSilo_OneAfterTheOther_LosesNoCall()
    {
        using var stopped = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 6).Select(i => Task.Run(() => CountAsync($"{i}", stopped.Token))).ToArray();

        foreach (var silo in _silos.Cluster.Silos)
        {
            // Calls come from the others, once those from this one have ended.
            _restarting = silo;
            await Task.WhenAll(_calls.Where(entry => entry.Value == silo).Select(entry => entry.Key));
            await _silos.Cluster.RestartSiloAsync(silo);
        }

        await stopped.CancelAsync();
        (await Task.WhenAll(callers)).ShouldAllBe(calls => calls > 0);
        _silos.Cluster.GetActiveSilos().Count().ShouldBe(3);
    }

    [Fact]
    public async Task StopSilo_WhileAStreamOfItsGrainIsRead_WaitsForItsEnd()
    {
        var (reader, stopping) = (_silos.Cluster.Silos[0], _silos.Cluster.Silos[1]);
        await stopping.Factory().GetGrain<IStreamGrain>("idle").Call();
        await stopping.Factory().GetGrain<IStreamGrain>("read").Call();
        await using var stream = reader.Factory().GetGrain<IStreamGrain>("read").Gated("gate").WithBatchSize(1).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        (await stream.MoveNextAsync()).ShouldBeTrue();

        // Nobody asks for the next element yet: between two steps no call of the grain runs.
        var stop = _silos.Cluster.StopSiloAsync(stopping);
        await _silos.Probe["deactivated idle"].Reached;
        (await reader.Factory().GetGrain<IStreamGrain>("read").Call()).ShouldBe("called");
        _silos.Probe["gate"].Open();

        (await stream.MoveNextAsync()).ShouldBeTrue();
        stream.Current.ShouldBe(2);
        _silos.Probe["deactivated read"].IsReached.ShouldBeFalse();
        (await stream.MoveNextAsync()).ShouldBeFalse();
        await stop;
        _silos.Probe["deactivated read"].IsReached.ShouldBeTrue();
    }

    [Fact]
    public async Task StopSilo_WhoseStreamDoesNotEnd_WaitsUntilItsTokenIsCancelled()
    {
        var (reader, stopping) = (_silos.Cluster.Silos[0], _silos.Cluster.Silos[1]);
        await stopping.Factory().GetGrain<IStreamGrain>("idle").Call();
        await stopping.Factory().GetGrain<IStreamGrain>("read").Call();
        await using var stream = reader.Factory().GetGrain<IStreamGrain>("read").Gated("never").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        (await stream.MoveNextAsync()).ShouldBeTrue();
        using var patience = new CancellationTokenSource();

        var stop = stopping.StopSiloAsync(patience.Token);
        await _silos.Probe["deactivated idle"].Reached;
        stop.IsCompleted.ShouldBeFalse();
        await patience.CancelAsync();

        await stop;
        _silos.Probe["never"].Open();
    }

    [Fact]
    public async Task EverySilo_ReplacedByANewOne_LosesNoCallOfAClient()
    {
        using var stopped = new CancellationTokenSource();
        var begun = Enumerable.Range(0, 12).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        var callers = begun.Select((first, i) => Task.Run(async () =>
        {
            var count = 0;
            while (!stopped.IsCancellationRequested)
            {
                (await _silos.Client.Placed<RandomGrain>($"{i}").Increment()).ShouldBe(++count);
                first.TrySetResult();
                await Task.Yield();
            }

            return count;
        })).ToArray();
        await Task.WhenAll(begun.Select(first => first.Task)).WaitAsync(TestContext.Current.CancellationToken);

        foreach (var silo in _silos.Cluster.Silos)
        {
            await _silos.Cluster.StartAdditionalSiloAsync();
            await _silos.Cluster.StopSiloAsync(silo);
        }

        await stopped.CancelAsync();
        (await Task.WhenAll(callers)).ShouldAllBe(count => count > 0);
        _silos.Cluster.GetActiveSilos().Count().ShouldBe(3);
    }

    // Each count must be one more than the last: none lost, none twice.
    private async Task<int> CountAsync(string key, CancellationToken stopped)
    {
        var count = 0;
        do
        {
            (await IncrementAsync(key)).ShouldBe(++count);
            await Task.Yield();
        }
        while (!stopped.IsCancellationRequested);

        return count;
    }

    private async Task<int> IncrementAsync(string key)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var silo = _silos.Cluster.GetActiveSilos().First(silo => silo != _restarting);
        _calls[ended.Task] = silo;
        try
        {
            // Chosen again if it was just about to be restarted.
            return silo == _restarting ? await IncrementAsync(key) : await silo.Factory().Placed<RandomGrain>(key).Increment();
        }
        finally
        {
            _calls.TryRemove(ended.Task, out _);
            ended.SetResult();
        }
    }
}
