using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Samantha.Silo.Tests.Http;

public sealed class TurnTests(ServiceFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Say_NewTurn_StreamsEmotionTokensAndWhatIsStored()
    {
        var events = await fixture.Http.Say("ada", new { turnId = "1", text = "What a wonderful day", maxTokens = 12 });

        events[0].Name.ShouldBe("emotion");
        events[0].Data.GetProperty("dominant").GetString().ShouldBe("joy");
        events[0].Data.GetProperty("emotionalState").GetProperty("valence").GetDouble().ShouldBeGreaterThan(0);
        events[^1].Name.ShouldBe("completed");
        var tokens = events[1..^1];
        tokens.ShouldNotBeEmpty();
        tokens.ShouldAllBe(token => token.Name == "token");
        tokens.Select(token => Model(token.Data)).Distinct().ShouldHaveSingleItem().ShouldBe(Model(events[^1].Data));
        string.Concat(tokens.Select(token => token.Data.GetProperty("text").GetString())).ShouldBe(Reply(events[^1].Data));

        var stored = await fixture.Http.GetFromJsonAsync<JsonElement>("/api/conversations/ada", Token);
        var turn = stored.GetProperty("turns").EnumerateArray().Single();
        turn.GetProperty("turnId").GetString().ShouldBe("1");
        turn.GetProperty("text").GetString().ShouldBe("What a wonderful day");
        turn.GetProperty("reply").GetString().ShouldBe(Reply(events[^1].Data));
        turn.GetProperty("model").GetString().ShouldBe(Model(events[^1].Data));
        stored.GetProperty("emotionalState").GetProperty("valence").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Say_SameIdAndText_YieldsTheStoredReplyAndChangesNothing()
    {
        var turn = new { turnId = "again", text = "Say something", temperature = 1.5, maxTokens = 12 };
        var first = await fixture.Http.Complete("bob", turn);
        var second = await fixture.Http.Complete("bob", turn);

        Reply(second).ShouldBe(Reply(first));
        second.GetProperty("replayed").GetBoolean().ShouldBeTrue();
        (await fixture.Http.GetFromJsonAsync<JsonElement>("/api/conversations/bob", Token)).GetProperty("turnCount").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Say_NamedVersion_IsAnsweredByIt()
    {
        var serving = (await fixture.Http.GetFromJsonAsync<JsonElement>("/api/models", Token)).GetProperty("versions").EnumerateArray().Last().GetProperty("id").GetString()!;
        Model(await fixture.Http.Complete("cleo", new { text = "Which one are you", model = serving, maxTokens = 4 })).ShouldBe(serving);
    }

    [Fact]
    public async Task Say_StreamAbandoned_LaterTurnsAreAnswered()
    {
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/api/conversations/dora/turns") { Content = JsonContent.Create(new { turnId = "cut", text = "Go on and on", maxTokens = 250 }) })
        using (var response = await fixture.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token))
        {
            await foreach (var (name, _) in Events.Read(await response.Content.ReadAsStreamAsync(Token)))
            {
                name.ShouldBe("emotion");
                break;
            }
        }

        Reply(await fixture.Http.Complete("dora", new { turnId = "after", text = "Still there", maxTokens = 4 })).ShouldNotBeNull();
    }

    [Fact]
    public async Task Say_ManyTurnsOfOneUserAtOnce_AreStoredOneAfterTheOtherEachOnce()
    {
        var ids = Enumerable.Range(0, 8).Select(i => $"turn-{i}").ToList();
        await Task.WhenAll(ids.Concat(ids).Select(id => fixture.Http.Complete("eve", new { turnId = id, text = $"Number {id}", maxTokens = 4 })));

        var turns = (await fixture.Http.GetFromJsonAsync<JsonElement>("/api/conversations/eve", Token)).GetProperty("turns").EnumerateArray().ToList();
        turns.Select(turn => turn.GetProperty("turnId").GetString()!).ShouldBe(ids, ignoreOrder: true);
        turns.Select(turn => turn.GetProperty("sequence").GetInt64()).ShouldBeInOrder();
    }

    [Fact]
    public async Task Feedback_RatingAndCorrection_IsKeptWithTheTurn()
    {
        await fixture.Http.Complete("finn", new { turnId = "1", text = "When do you open", maxTokens = 4 });
        using var response = await fixture.Http.PostAsJsonAsync("/api/conversations/finn/turns/1/feedback", new { rating = -1 }, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);

        var turn = await fixture.Http.GetFromJsonAsync<JsonElement>("/api/conversations/finn/turns/1", Token);
        turn.GetProperty("feedback").GetProperty("rating").GetInt32().ShouldBe(-1);
    }

    [Fact]
    public async Task Explain_StoredTurn_NamesTheWordThatMovedTheState()
    {
        await fixture.Http.Complete("gina", new { turnId = "1", text = "That is terrible news", maxTokens = 4 });
        var explanation = await fixture.Http.GetFromJsonAsync<JsonElement>("/api/conversations/gina/turns/1/emotion", Token);
        explanation.GetProperty("words").EnumerateArray().MaxBy(word => word.GetProperty("influence").GetDouble()).GetProperty("word").GetString().ShouldBe("terrible");
    }

    [Fact]
    public async Task Memory_RememberedAndRemoved_IsShownAndGone()
    {
        using var told = await fixture.Http.PostAsJsonAsync("/api/conversations/hugo/memory", new { text = "I like tea" }, Token);
        var fact = await told.Content.ReadFromJsonAsync<JsonElement>(Token);
        (await fixture.Http.GetFromJsonAsync<JsonElement>("/api/conversations/hugo", Token)).GetProperty("memory")[0].GetProperty("text").GetString().ShouldBe("I like tea");

        var address = $"/api/conversations/hugo/memory/{fact.GetProperty("id").GetInt64()}";
        (await fixture.Http.DeleteAsync(address, Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await fixture.Http.DeleteAsync(address, Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Forget_UserWithTurns_LeavesNothingToExport()
    {
        await fixture.Http.Complete("iris", new { text = "Remember nothing", maxTokens = 4 });
        (await fixture.Http.GetFromJsonAsync<JsonElement>("/api/conversations/iris/export", Token)).GetArrayLength().ShouldBe(1);

        var receipt = await (await fixture.Http.DeleteAsync("/api/conversations/iris", Token)).Content.ReadFromJsonAsync<JsonElement>(Token);

        receipt.GetProperty("records").GetInt32().ShouldBe(1);
        (await fixture.Http.GetFromJsonAsync<JsonElement>("/api/conversations/iris/export", Token)).GetArrayLength().ShouldBe(0);
        (await fixture.Http.GetFromJsonAsync<JsonElement>("/api/conversations/iris", Token)).GetProperty("turnCount").GetInt64().ShouldBe(0);
    }

    private static string? Reply(JsonElement completed) => completed.GetProperty("reply").GetString();

    private static string? Model(JsonElement completed) => completed.GetProperty("model").GetString();
}
