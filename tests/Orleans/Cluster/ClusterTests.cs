using Samantha.Orleans.Tests.Calls;
using Samantha.Orleans.Tests.Observers;
using Samantha.Orleans.Tests.Streaming;

namespace Samantha.Orleans.Tests.Cluster;

public sealed class ClusterTests : IAsyncLifetime
{
    private TestSilos _silos = null!;

    public async ValueTask InitializeAsync() => _silos = await TestSilos.StartAsync(3);

    public ValueTask DisposeAsync() => _silos.DisposeAsync();

    [Fact]
    public async Task Call_FromEverySiloAtOnce_ReachesOneActivation()
    {
        var keys = Enumerable.Range(0, 30).Select(i => $"grain {i}").ToArray();

        var calls = keys.SelectMany(key => _silos.Cluster.Silos.SelectMany(silo => Enumerable.Range(0, 3).Select(
            async _ => (Key: key, Where: await silo.Factory().Placed<RandomGrain>(key).Where()))));
        var answers = await Task.WhenAll(calls);

        foreach (var ofOne in answers.GroupBy(answer => answer.Key))
            ofOne.Select(answer => answer.Where).Distinct().ShouldHaveSingleItem();

        keys.ShouldAllBe(key => _silos.Probe.CountOf($"activations of {key}") == 1);
        answers.Select(answer => answer.Where.Split(' ')[0]).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task PreferLocal_PlacesOnTheCallingSilo()
    {
        foreach (var silo in _silos.Cluster.Silos)
            (await silo.Factory().Placed<LocalGrain>(silo.Name).Where()).ShouldStartWith(silo.Name);
    }

    [Fact]
    public async Task HashBased_PlacesTheSameGrainOnTheSameSilo()
    {
        var grain = _silos.Client.Placed<HashedGrain>("a");
        var before = await grain.Where();

        await grain.Deactivate();
        var after = await grain.Where();

        after.ShouldNotBe(before);
        after.Split(' ')[0].ShouldBe(before.Split(' ')[0]);
    }

    [Fact]
    public async Task ActivationCountBased_UsesEverySilo()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => _silos.Client.Placed<CountedGrain>($"{i}").Where()));

        answers.Select(answer => answer.Split(' ')[0]).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task StatelessWorker_RunsWhereItIsCalled()
    {
        foreach (var silo in _silos.Cluster.Silos)
            (await silo.Factory().GetGrain<IHereGrain>(0).Where()).ShouldBe(silo.Name);
    }

    [Fact]
    public async Task Call_BetweenSilos_CopiesArgumentsAndResults()
    {
        var (caller, grain) = await RemoteAsync();
        List<int> values = [1];

        var changed = await caller.Factory().Placed<RandomGrain>(grain).Change(values);

        values.ShouldBe([1]);
        changed.ShouldBe([1, 1]);
    }

    [Fact]
    public async Task Call_BetweenSilos_CarriesTheContext()
    {
        var (caller, grain) = await RemoteAsync();
        RequestContext.Set("who", "me");

        (await caller.Factory().Placed<RandomGrain>(grain).Context("who")).ShouldBe("me");
    }

    [Fact]
    public async Task Call_ThatFails_ThrowsAtEveryCaller()
    {
        foreach (var silo in _silos.Cluster.Silos)
            (await Should.ThrowAsync<CallFailedException>(() => silo.Factory().GetGrain<ICallGrain>("a").FailLater("broken"))).Message.ShouldBe("broken");
    }

    [Fact]
    public async Task Call_Cancelled_CancelsTheCalleeOnWhicheverSilo()
    {
        foreach (var silo in _silos.Cluster.Silos)
        {
            using var source = new CancellationTokenSource();
            var grain = silo.Factory().GetGrain<ICallGrain>("cancelled");
            await grain.Nothing();

            var call = grain.WaitForCancellation(source.Token);
            await source.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(() => call);
        }
    }

    [Fact]
    public async Task Stream_FromAnotherSilo_BringsItsElements()
    {
        foreach (var silo in _silos.Cluster.Silos)
        {
            var elements = new List<int>();
            await foreach (var element in silo.Factory().GetGrain<IStreamGrain>("a").Count(100))
                elements.Add(element);

            elements.Count.ShouldBe(100);
        }
    }

    [Fact]
    public async Task Observer_OfAClient_HearsGrainsOnEverySilo()
    {
        var listener = new Listener();
        var reference = _silos.Client.CreateObjectReference<IListener>(listener);
        foreach (var i in Enumerable.Range(0, 12))
        {
            var speaker = _silos.Client.GetGrain<ISpeakerGrain>($"{i}");
            await speaker.Subscribe(reference);
            (await speaker.AskAll(i)).ShouldBe(2 * i);
            await speaker.Say($"{i}");
        }

        await _silos.Client.GetGrain<ISpeakerGrain>("0").Say("last");
        await listener.Last.Reached;
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Observer_OfASilo_HearsGrainsOnTheOthers()
    {
        foreach (var silo in _silos.Cluster.Silos)
        {
            var listener = new Listener();
            var speaker = silo.Factory().GetGrain<ISpeakerGrain>(silo.Name);
            await speaker.Subscribe(silo.Factory().CreateObjectReference<IListener>(listener));
            (await speaker.AskAll(4)).ShouldBe(8);
            GC.KeepAlive(listener);
        }
    }

    [Fact]
    public async Task Deactivated_IsActivatedByTheNextCallWithItsState()
    {
        var grain = _silos.Client.Placed<RandomGrain>("a");
        for (var i = 1; i <= 20; i++)
        {
            (await grain.Increment()).ShouldBe(i);
            await grain.Deactivate();
        }

        _silos.Probe.CountOf("activations of a").ShouldBe(20);
    }

    /// <summary>A grain, and a silo that it is not on.</summary>
    private async Task<(global::Orleans.TestingHost.InProcessSiloHandle Caller, string Grain)> RemoteAsync()
    {
        var host = await _silos.HostOfAsync(_silos.Client.Placed<RandomGrain>("remote"));
        return (_silos.Cluster.Silos.First(silo => silo != host), "remote");
    }
}
