using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Runtime;
using Samantha.Orleans.Tests.Calls;
using Samantha.Orleans.Tests.Observers;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.StandIn.Networking;

public interface IWhereGrain : IGrainWithStringKey
{
    Task<string> Where();

    Task<string> WhereIs(string other);
}

public sealed class WhereGrain : Grain, IWhereGrain
{
    public Task<string> Where() => Task.FromResult(RuntimeIdentity);

    public Task<string> WhereIs(string other) => GrainFactory.GetGrain<IWhereGrain>(other).Where();
}

public sealed class ClusterOverTcpTests
{
    [Fact]
    public async Task Silos_OfOneDatabase_AnswerForEachOther()
    {
        var folder = Directory.CreateTempSubdirectory();
        var database = $"Data Source={Path.Combine(folder.FullName, "cluster.db")}";
        var (gatewayA, gatewayB) = (NetworkedSilo.FreePort(), NetworkedSilo.FreePort());
        using var a = await StartAsync(database, gatewayA);
        using var b = await StartAsync(database, gatewayB);
        await using var client = await NetworkedClient.StartAsync([gatewayA], Configure);

        var places = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => client.Grains.GetGrain<IWhereGrain>($"{i}").Where()));
        places.Distinct().Count().ShouldBe(2);
        for (var i = 0; i < 40; i++)
            (await client.Grains.GetGrain<IWhereGrain>($"{39 - i}").WhereIs($"{i}")).ShouldBe(places[i]);

        var listener = new Listener();
        var reference = client.Grains.CreateObjectReference<IListener>(listener);
        for (var i = 0; i < 10; i++)
        {
            await client.Grains.GetGrain<ISpeakerGrain>($"{i}").Subscribe(reference);
            (await client.Grains.GetGrain<ISpeakerGrain>($"{i}").AskAll(21)).ShouldBe(42);
        }

        await b.StopAsync(TestContext.Current.CancellationToken);
        (await client.Grains.GetGrain<IWhereGrain>("new").Where()).ShouldBe(places.First(place => place == a.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToString()));
        await a.StopAsync(TestContext.Current.CancellationToken);
        GC.KeepAlive(listener);
    }

    private static void Configure(IClientBuilder client) => client.Configure<ClusterOptions>(options => options.ClusterId = "tcp");

    private static async Task<IHost> StartAsync(string database, int gatewayPort)
    {
        var host = new HostBuilder().UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("tcp", "dev"));
            silo.ConfigureEndpoints(IPAddress.Loopback, NetworkedSilo.FreePort(), gatewayPort);
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Microsoft.Data.Sqlite", database));
            silo.Services.AddSingleton(new Probe());
        }).Build();
        await host.StartAsync();
        return host;
    }
}
