using System.Text.Json;
using Samantha.Testing;
using Spectre.Console;

namespace Samantha.LoadGenerator.Tests;

public sealed class LoadRunTests
{
    private static readonly IReadOnlyList<IReadOnlyList<string>> Dialogues = [["Are you there", "Good"], ["Where is the pool"]];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AgainstAService_FindsEveryTurnOnceAndWritesWhatItFound()
    {
        await using var service = await RunningService.StartAsync(settings: new Dictionary<string, string?> { ["Learning:Enabled"] = "false" });
        using var folder = new TemporaryFolder();
        var report = await Run([service.Address, service.Address]);
        report.Write(folder["load.json"]);

        report.IsClean.ShouldBeTrue();
        report.Turns.ShouldBeGreaterThan(0);
        report.Versions.ShouldHaveSingleItem().Value.ShouldBe(report.Turns);
        report.TurnMilliseconds.P50.ShouldBeGreaterThan(0);
        report.TurnMilliseconds.P50.ShouldBeLessThanOrEqualTo(report.TurnMilliseconds.Max);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder["load.json"], Token));
        foreach (var name in new[] { "turns", "failed", "lost", "duplicated", "reordered", "wrongVersion" })
            json.RootElement.GetProperty(name).ValueKind.ShouldBe(JsonValueKind.Number, name);
        json.RootElement.GetProperty("turnMilliseconds").GetProperty("p99").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Talk_UsersWhoRate_LeaveTheirRatingsAndWhenTheyWaited()
    {
        await using var service = await RunningService.StartAsync(settings: new Dictionary<string, string?> { ["Learning:Enabled"] = "false" });
        using var run = NewRun([service.Address], users: 2, rate: _ => -1);
        await run.TalkAsync(Token);
        foreach (var user in run.Users)
        {
            var stored = (await StoredTurns.ReadAsync(user.Conversation, Token)).Turns;
            stored.Count.ShouldBe(user.Confirmed.Count);
            stored.ShouldAllBe(turn => turn.Feedback!.Rating == -1);
            user.Waits.Count.ShouldBe(user.Confirmed.Count);
            user.Waits.ShouldAllBe(wait => wait.Ended > wait.Began);
        }
    }

    [Fact]
    public async Task Run_NobodyThere_SaysSo() => await Should.ThrowAsync<HttpRequestException>(Run([new Uri("http://127.0.0.1:1")], users: 1, patience: TimeSpan.Zero));

    private static LoadRun NewRun(IReadOnlyList<Uri> addresses, int users = 6, TimeSpan? patience = null, Func<string, int?>? rate = null) => new(
        new LoadSettings(addresses, users, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(20), 1, null, patience, MostTokens: 8, Rate: rate),
        Dialogues,
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));

    private static async Task<LoadReport> Run(IReadOnlyList<Uri> addresses, int users = 6, TimeSpan? patience = null)
    {
        using var run = NewRun(addresses, users, patience);
        return await run.RunAsync(Token);
    }
}
