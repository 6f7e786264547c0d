using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Samantha.Orleans.Tests.Calls;
using Samantha.Orleans.Tests.Observers;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Networking;

public sealed class ClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WithoutAnySilo_Fails() =>
        await Should.ThrowAsync<Exception>(() => NetworkedClient.StartAsync(NetworkedSilo.FreePort(), Quickly));

    [Fact]
    public async Task Start_WithAnotherCluster_Fails()
    {
        await using var silo = await NetworkedSilo.StartAsync();

        await Should.ThrowAsync<Exception>(() => NetworkedClient.StartAsync(
            silo.GatewayPort,
            client => Quickly(client.Configure<ClusterOptions>(options => options.ClusterId = "another"))));
    }

    [Fact]
    public async Task ManyCallersAtOnce_EachGetsItsOwnAnswer()
    {
        await using var silo = await NetworkedSilo.StartAsync();
        await using var client = await NetworkedClient.StartAsync(silo.GatewayPort);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async caller =>
        {
            var grain = client.Grains.GetGrain<ICallGrain>($"{caller}");
            for (var i = 0; i < 50; i++)
                (await grain.Echo($"{caller}/{i}")).ShouldBe($"{caller}/{i}");
        }));
    }

    [Fact]
    public async Task LargeArgumentsAndResults_Arrive()
    {
        await using var silo = await NetworkedSilo.StartAsync();
        await using var client = await NetworkedClient.StartAsync(silo.GatewayPort);
        var grain = client.Grains.GetGrain<ICallGrain>("a");
        var bytes = new byte[5_000_000];
        new Random(1).NextBytes(bytes);

        var copies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => grain.Same(bytes)));

        copies.ShouldAllBe(copy => copy.SequenceEqual(bytes));
    }

    [Fact]
    public async Task Silo_ThatGoesAway_FailsCallsUntilTheClientReachesANewOne()
    {
        var silo = await NetworkedSilo.StartAsync();
        await using var client = await NetworkedClient.StartAsync(silo.GatewayPort);
        (await client.Grains.GetGrain<ICallGrain>("a").Echo("first")).ShouldBe("first");

        await silo.DisposeAsync();
        await Should.ThrowAsync<Exception>(() => client.Grains.GetGrain<ICallGrain>("a").Echo("nobody"));
        await using var next = await NetworkedSilo.StartAsync(silo.GatewayPort);

        (await UntilAnswered(client, "second")).ShouldBe("second");
    }

    [Fact]
    public async Task Stop_WhileACallRuns_StillAnswersIt()
    {
        await using var silo = await NetworkedSilo.StartAsync();
        await using var client = await NetworkedClient.StartAsync(silo.GatewayPort);
        var call = client.Grains.GetGrain<ICallGrain>("a").Pass("gate");
        await silo.Probe["gate"].Reached;

        var stop = silo.StopAsync();
        silo.Probe["gate"].Open();

        await call;
        await stop;
    }

    [Fact]
    public async Task Observer_WhoseClientConnectsAgain_IsCalledAgain()
    {
        var silo = await NetworkedSilo.StartAsync();
        await using var client = await NetworkedClient.StartAsync(silo.GatewayPort);
        var listener = new Listener();
        var reference = client.Grains.CreateObjectReference<IListener>(listener);
        await silo.DisposeAsync();
        await using var next = await NetworkedSilo.StartAsync(silo.GatewayPort);
        await UntilAnswered(client, "again");

        var speaker = client.Grains.GetGrain<ISpeakerGrain>("a");
        await speaker.Subscribe(reference);
        await speaker.Say("last");

        await listener.Last.Reached;
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Strangers_AtTheGateway_DisturbNobody()
    {
        await using var silo = await NetworkedSilo.StartAsync();
        await using var client = await NetworkedClient.StartAsync(silo.GatewayPort);
        var random = new Random(7);
        for (var i = 0; i < 50; i++)
        {
            using var stranger = new TcpClient();
            await stranger.ConnectAsync(IPAddress.Loopback, silo.GatewayPort, Token);
            var bytes = new byte[random.Next(1, 2000)];
            random.NextBytes(bytes);
            await stranger.GetStream().WriteAsync(bytes, Token);
        }

        (await client.Grains.GetGrain<ICallGrain>("a").Echo("still here")).ShouldBe("still here");
    }

    [Fact]
    public async Task HostedGrains_AndThoseOfAClient_AreTheSame()
    {
        await using var silo = await NetworkedSilo.StartAsync();
        await using var client = await NetworkedClient.StartAsync(silo.GatewayPort);

        await silo.Grains.GetGrain<IBoxGrain<string>>("a").Put("shared");

        (await client.Grains.GetGrain<IBoxGrain<string>>("a").Take()).ShouldBe("shared");
    }

    private static async Task<string> UntilAnswered(NetworkedClient client, string text)
    {
        // The client tells nobody that it is connected again: there is nothing to wait for but an answer.
        using var attempts = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await attempts.WaitForNextTickAsync(Token))
        {
            try
            {
                return await client.Grains.GetGrain<ICallGrain>("a").Echo(text).WaitAsync(Token);
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                // Not yet.
            }
        }

        throw new OperationCanceledException(Token);
    }

    private static void Quickly(IClientBuilder client) => client.Configure<ConnectionOptions>(options => options.OpenConnectionTimeout = TimeSpan.FromSeconds(1));
}
