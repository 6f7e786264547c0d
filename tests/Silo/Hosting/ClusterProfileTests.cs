using Samantha.Client;
using Samantha.Contracts.Conversations;
using Samantha.Silo.Tests.Servers;
using Samantha.Testing;

namespace Samantha.Silo.Tests.Hosting;

/// <summary>The whole service on PostgreSQL, and blobs or a shared folder.</summary>
public sealed class ClusterProfileTests(PostgresServer postgres, AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OnAnotherMachine_RemembersAndServesWhatWasLearned(bool hasBlobs)
    {
        if (hasBlobs)
            await azurite.Started();
        using var caches = new TemporaryFolder();
        var settings = new Dictionary<string, string?>
        {
            ["Profile"] = "cluster",
            ["Storage:Postgres"] = await postgres.CreateDatabase(),
            ["Storage:Blobs"] = hasBlobs ? azurite.ConnectionString : null,
            ["Storage:Models"] = hasBlobs ? null : caches["shared"],
            ["Storage:Container"] = azurite.NewContainer(),
            ["Storage:Cache"] = caches["one"],
            ["Cluster:SiloPort"] = $"{FreePorts.Next()}",
            ["Cluster:GatewayPort"] = "0",
        };
        string learned;
        await using (var service = await RunningService.StartAsync(settings: settings))
        {
            using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = service.Address });
            var answer = await client.Conversation("ada").AskAsync("When does the library open?", cancellationToken: Token);
            await client.Conversation("ada").JudgeAsync(answer.TurnId, new Feedback(Correction: "At nine."), Token);
            learned = await Served(client, other: answer.Model);
        }

        // Nothing of the first machine is left but what both storages hold.
        settings["Storage:Cache"] = caches["two"];
        settings["Learning:Enabled"] = "false";
        await using (var service = await RunningService.StartAsync(settings: settings))
        {
            using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = service.Address });
            (await client.Conversation("ada").AskAsync("Who answers now?", cancellationToken: Token)).Model.ShouldBe(learned);
            var stored = await service.Http.GetStringAsync("/api/conversations/ada", Token);
            stored.ShouldContain("When does the library open?");
            stored.ShouldContain("At nine.");
            (await service.Http.DeleteAsync("/api/conversations/ada", Token)).EnsureSuccessStatusCode();
            (await service.Http.GetStringAsync("/api/conversations/ada", Token)).ShouldNotContain("library");
        }
    }

    private static async Task<string> Served(SamanthaClient client, string other)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            if ((await client.Models.ListAsync(patience.Token)).Serving is { } serving && serving != other)
                return serving;
        }
    }
}
