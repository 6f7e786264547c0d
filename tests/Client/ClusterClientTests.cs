using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Samantha.Client.Conversations;
using Samantha.Contracts.Conversations;
using Samantha.Testing;

namespace Samantha.Client.Tests;

/// <summary>The same client as one of the cluster: two silos on one database, and gateways found in it.</summary>
public sealed class ClusterClientTests : IAsyncLifetime
{
    private static readonly TurnSettings Short = new() { Sampling = new SamplingSettings(Temperature: 0, MaxTokens: 4) };

    private readonly TemporaryFolder _folder = new();
    private RunningService _one = null!;
    private RunningService? _two;
    private IHost _host = null!;
    private SamanthaClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _one = await StartAsync("one");
        _two = await StartAsync("two");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        Configure(builder, $"Data Source={_folder["data"]}/cluster.db");
        _host = builder.Build();
        await _host.StartAsync(Token);
        _client = _host.Services.GetRequiredService<SamanthaClient>();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        await _one.DisposeAsync();
        if (_two is not null)
            await _two.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Everything_IsReachableAndFailsAsOverHttp()
    {
        await ConversationClientTests.ReachModelsAndTrainingAsync(_client);
        await ConversationClientTests.ReachEverythingAsync(_client.Conversation("änne & co/ü"));
        var updates = await _client.Conversation("ben").SayAsync("What a wonderful day", Short, Token).ToListAsync(Token);
        updates[0].ShouldBeOfType<EmotionHeard>().Dominant.ShouldBe("joy");
        string.Concat(updates[1..^1].Cast<ReplyGrew>().Select(grew => grew.Text)).ShouldBe(updates[^1].ShouldBeOfType<TurnConfirmed>().Reply);

        using var http = new SamanthaClient(new SamanthaClientOptions { BaseAddress = _one.Address });
        foreach (var client in (SamanthaClient[])[_client, http])
        {
            var problem = await Should.ThrowAsync<SamanthaProblemException>(client.Conversation("eve").AskAsync(" ", Short, Token));
            (problem.Status, problem.Code).ShouldBe((HttpStatusCode.BadRequest, "empty-text"));
            problem = await Should.ThrowAsync<SamanthaProblemException>(client.Conversation("eve").ReadTurnAsync("none", Token));
            problem.Status.ShouldBe(HttpStatusCode.NotFound);
            (await client.Conversation("ben").ReadAsync(cancellationToken: Token)).TurnCount.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Ask_WhileASiloLeaves_IsAnsweredAndStoredOnce()
    {
        var users = Enumerable.Range(0, 8).Select(i => _client.Conversation($"user-{i}")).ToArray();
        foreach (var user in users)
            await user.AskAsync("First", Short, Token);

        var leaving = _two!.DisposeAsync();
        _two = null;
        await Task.WhenAll(users.Select(user => user.AskAsync("Second", Short, Token)));
        await leaving;
        await Task.WhenAll(users.Select(user => user.AskAsync("Third", Short, Token)));

        foreach (var user in users)
            (await user.ReadAsync(cancellationToken: Token)).Turns.Select(turn => turn.Text).ShouldBe(["First", "Second", "Third"]);
    }

    private static void Configure(HostApplicationBuilder builder, string database)
    {
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = "samantha")
            .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5))
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Microsoft.Data.Sqlite", database)));
        builder.Services.AddSamanthaClusterClient();
    }

    private Task<RunningService> StartAsync(string silo) => RunningService.StartAsync(settings: new Dictionary<string, string?>
    {
        ["Learning:Enabled"] = "false",
        ["Data"] = _folder["data"],
        ["Cluster:Silo"] = silo,
        ["Cluster:SiloPort"] = $"{FreePorts.Next()}",
        ["Cluster:GatewayPort"] = $"{FreePorts.Next()}",
    });
}
