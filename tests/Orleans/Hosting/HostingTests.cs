using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Samantha.Orleans.Tests.Calls;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Hosting;

public sealed class HostingTests
{
    [Fact]
    public async Task UseOrleans_OnAnApplicationBuilder_HostsASiloWithAClient()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Probe>();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(NetworkedSilo.FreePort(), NetworkedSilo.FreePort()));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        var client = host.Services.GetRequiredService<IClusterClient>();
        (await client.GetGrain<ICallGrain>("a").Echo("hosted")).ShouldBe("hosted");
        (await host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICallGrain>("a").Echo("too")).ShouldBe("too");

        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task UseOrleans_OnAHostBuilder_HostsASiloThatClientsReach()
    {
        var token = TestContext.Current.CancellationToken;
        var gatewayPort = NetworkedSilo.FreePort();
        using var host = new HostBuilder()
            .ConfigureServices(services => services.AddSingleton<Probe>())
            .UseOrleans(silo => silo.UseLocalhostClustering(NetworkedSilo.FreePort(), gatewayPort))
            .Build();
        await host.StartAsync(token);
        using var clientHost = new HostBuilder()
            .UseOrleansClient(client => client.UseLocalhostClustering(gatewayPort))
            .Build();
        await clientHost.StartAsync(token);

        var grain = clientHost.Services.GetRequiredService<IClusterClient>().GetGrain<ICallGrain>("a");
        (await grain.Echo("from outside")).ShouldBe("from outside");

        await clientHost.StopAsync(token);
        await host.StopAsync(token);
    }

    [Fact]
    public async Task StartupTask_RunsBeforeTheHostHasStartedAndCanCallGrains()
    {
        var heard = "";
        await using var silo = await TestSilo.StartAsync(builder => builder.AddStartupTask(async (services, _) =>
            heard = await services.GetRequiredService<IGrainFactory>().GetGrain<ICallGrain>("a").Echo("started")));

        heard.ShouldBe("started");
    }

    [Fact]
    public async Task StartupTask_ThatFails_FailsTheStart() =>
        await Should.ThrowAsync<InvalidOperationException>(() => TestSilo.StartAsync(
            builder => builder.AddStartupTask((_, _) => throw new InvalidOperationException("no"))));

    [Fact]
    public async Task LifecycleParticipants_StartInStagesAndStopInReverse()
    {
        var notes = new List<string>();
        var silo = await TestSilo.StartAsync(builder =>
        {
            builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(new Participant("late", ServiceLifecycleStage.Active, notes));
            builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(new Participant("early", ServiceLifecycleStage.RuntimeStorageServices, notes));
        });

        await silo.DisposeAsync();

        notes.ShouldBe(["start early", "start late", "stop late", "stop early"]);
    }

    private sealed class Participant(string name, int stage, List<string> notes) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
            name,
            stage,
            _ => Add($"start {name}"),
            _ => Add($"stop {name}"));

        private Task Add(string note)
        {
            notes.Add(note);
            return Task.CompletedTask;
        }
    }
}
