using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Storage;
using Samantha.Orleans.Tests.Cluster;
using Samantha.Orleans.Tests.StandIn.Clustering;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.StandIn.Networking;

/// <summary>Clients over TCP that find their cluster's gateways in its database, while silos come and go.</summary>
public sealed class GatewayListTests : IDisposable
{
    private readonly SqliteFile _file = new();
    private readonly SharedMemory _memory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task EverySilo_ReplacedByANewOne_LosesNoCallOfTheClient()
    {
        var silos = new Queue<IHost>([await StartAsync(), await StartAsync(), await StartAsync()]);
        await using var client = await ConnectAsync();
        using var stopped = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var count = 0;
            while (!stopped.IsCancellationRequested)
                (await client.Grains.Placed<RandomGrain>($"{i}").Increment()).ShouldBe(++count);

            return count;
        })).ToArray();

        for (var i = 0; i < 3; i++)
        {
            silos.Enqueue(await StartAsync());
            await EndAsync(silos.Dequeue());
        }

        await stopped.CancelAsync();
        (await Task.WhenAll(callers)).ShouldAllBe(count => count > 0);
        foreach (var silo in silos)
            await EndAsync(silo);
    }

    [Fact]
    public async Task EverySilo_GoneForAWhile_IsFollowedByThoseThatComeThen()
    {
        var silo = await StartAsync();
        await using var client = await ConnectAsync();
        (await client.Grains.Placed<RandomGrain>("a").Increment()).ShouldBe(1);

        await EndAsync(silo);
        await Should.ThrowAsync<SiloUnavailableException>(() => client.Grains.Placed<RandomGrain>("a").Increment());
        silo = await StartAsync();

        (await UntilAnsweredAsync(client)).ShouldBe(2);
        await EndAsync(silo);
    }

    [Fact]
    public async Task Start_WithoutAnySilo_SaysThatTheListIsEmpty()
    {
        await EndAsync(await StartAsync());

        (await Should.ThrowAsync<SiloUnavailableException>(ConnectAsync)).Message.ShouldContain("the list of gateways is empty");
    }

    private static async Task EndAsync(IHost silo)
    {
        await silo.StopAsync(Token);
        await ((IAsyncDisposable)silo).DisposeAsync();
    }

    private static async Task<int> UntilAnsweredAsync(NetworkedClient client)
    {
        // The client tells nobody that it is connected again: there is nothing to wait for but an answer.
        using var attempts = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await attempts.WaitForNextTickAsync(Token))
        {
            try
            {
                return await client.Grains.Placed<RandomGrain>("a").Increment();
            }
            catch (SiloUnavailableException)
            {
                // Not yet.
            }
        }

        throw new OperationCanceledException(Token);
    }

    private Task<NetworkedClient> ConnectAsync() => NetworkedClient.StartAsync([], client => client
        .Configure<ClusterOptions>(options => options.ClusterId = "listed")
        .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromMilliseconds(100))
        .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Microsoft.Data.Sqlite", _file.ConnectionString)));

    private async Task<IHost> StartAsync()
    {
        var host = new HostBuilder().UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("listed", "dev"));
            silo.ConfigureEndpoints(IPAddress.Loopback, NetworkedSilo.FreePort(), NetworkedSilo.FreePort());
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Microsoft.Data.Sqlite", _file.ConnectionString));
            silo.AddMemoryGrainStorageAsDefault();
            silo.Services.AddSingleton(_memory).AddSingleton(new Probe());
        }).Build();
        await host.StartAsync(Token);
        return host;
    }
}
