using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Samantha.Testing;

namespace Samantha.Silo.Tests.Http;

/// <summary>What was decided of lessons can be asked for, and what is in quarantine be let out.</summary>
public sealed class CurationTests(ServiceFixture fixture)
{
    private const string Question = "When does the library open?";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lessons_TaughtOverHttp_AreDecidedOnTheRecord()
    {
        await using var service = await RunningService.StartAsync(settings: new Dictionary<string, string?> { ["Learning:Enabled"] = "false" });
        await Teach(service, "ada", Question, "The library opens at nine.");
        await Teach(service, "ben", "Who are you?", "You are an idiot.");
        await Teach(service, "cora", "What is my name?", "Your name is Cora.");

        var decisions = await Decisions(service, "", 3);
        decisions.Select(decision => decision.GetProperty("outcome").GetString()).ShouldBe(["excluded", "quarantined", "accepted"]);
        decisions[0].GetProperty("rule").GetString().ShouldBe("personal");
        (await Decisions(service, "?reason=toxicity", 1))[0].GetProperty("lesson").GetString().ShouldNotBeNull().ShouldNotContain("idiot");
        (await Decisions(service, "?outcome=accepted&since=2020-01-01T00:00:00Z&limit=1", 1)).Count.ShouldBe(1);
        (await Decisions(service, "?since=2120-01-01", 0)).ShouldBeEmpty();

        var held = (await service.Http.GetFromJsonAsync<JsonElement>("/api/training/quarantine", Token)).EnumerateArray().ShouldHaveSingleItem();
        held.GetProperty("rule").GetString().ShouldBe("toxicity");
        var position = held.GetProperty("position").GetInt64();
        (await service.Http.PostAsync($"/api/training/quarantine/{position}/drop", null, Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var again = await service.Http.PostAsync($"/api/training/quarantine/{position}/release", null, Token);
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await again.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString().ShouldBe("not-quarantined");
        (await Decisions(service, "?outcome=dropped", 1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Quarantine_Released_Waits()
    {
        await using var service = await RunningService.StartAsync(settings: new Dictionary<string, string?> { ["Learning:Enabled"] = "false" });
        await Teach(service, "ben", "Who are you?", "You are an idiot.");
        await Decisions(service, "?outcome=quarantined", 1);

        var position = (await service.Http.GetFromJsonAsync<JsonElement>("/api/training/quarantine", Token))[0].GetProperty("position").GetInt64();
        (await service.Http.PostAsync($"/api/training/quarantine/{position}/release", null, Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await service.Http.GetFromJsonAsync<JsonElement>("/api/training", Token)).GetProperty("waitingLessons").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("outcome=hush-hush", "invalid-outcome", "accepted")]
    [InlineData("outcome=3", "invalid-outcome", "accepted")]
    [InlineData("outcome=", "invalid-outcome", "accepted")]
    [InlineData("since=hush-hush", "invalid-since", "2026")]
    [InlineData("limit=0", "invalid-limit", "500")]
    [InlineData("limit=501", "invalid-limit", "500")]
    [InlineData("limit=many", "malformed-request", "openapi")]
    public async Task Decisions_BadQuery_IsRefusedWithWhatToDo(string query, string code, string advice)
    {
        var answer = await fixture.Http.GetAsync($"/api/training/decisions?{query}", Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var text = await answer.Content.ReadAsStringAsync(Token);
        text.ShouldContain(code);
        text.ShouldContain(advice);
        text.ShouldNotContain("hush-hush");
    }

    private static async Task Teach(RunningService service, string user, string question, string answer) =>
        (await service.Http.PostAsJsonAsync($"/api/conversations/{user}/lessons", new { question, answer }, Token)).EnsureSuccessStatusCode();

    // The trainer is told of a lesson and not waited for.
    private static async Task<IReadOnlyList<JsonElement>> Decisions(RunningService service, string query, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        for (; ; )
        {
            var page = await service.Http.GetFromJsonAsync<JsonElement>($"/api/training/decisions{query}", Token);
            IReadOnlyList<JsonElement> decisions = [.. page.GetProperty("decisions").EnumerateArray()];
            if (decisions.Count >= count)
                return decisions;
            patience.IsCancellationRequested.ShouldBeFalse("The decisions did not come in a minute.");
        }
    }
}
