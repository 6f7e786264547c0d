using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Samantha.Silo.Tests.Http;

/// <summary>What cannot be done is said so, with what to do, and the service goes on.</summary>
public sealed class BadInputTests(ServiceFixture fixture)
{
    private const string Turns = "/api/conversations/bad/turns";
    private const string Json = "application/json";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"text": ""}""", HttpStatusCode.BadRequest, "empty-text", "text")]
    [InlineData("""{"text": " \n\t "}""", HttpStatusCode.BadRequest, "empty-text", "text")]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "empty-text", "text")]
    [InlineData("", HttpStatusCode.BadRequest, "malformed-request", "openapi")]
    [InlineData("null", HttpStatusCode.BadRequest, "malformed-request", "openapi")]
    [InlineData("hush-hush", HttpStatusCode.BadRequest, "malformed-request", "line 1")]
    [InlineData("""{"text": ["hush-hush"]}""", HttpStatusCode.BadRequest, "malformed-request", "$.text")]
    [InlineData("""{"text": "hush-hush", "temperature": "warm"}""", HttpStatusCode.BadRequest, "malformed-request", "$.temperature")]
    [InlineData("""{"text": "hush-hush", "stop": "no"}""", HttpStatusCode.BadRequest, "malformed-request", "$.stop")]
    [InlineData("""{"text": "hush-hush \ud800"}""", HttpStatusCode.BadRequest, "malformed-request", "$.text")]
    [InlineData("""{"text": "hush-hush", "temperature": 3}""", HttpStatusCode.BadRequest, "invalid-sampling", "emperature")]
    [InlineData("""{"text": "hush-hush", "maxTokens": 0}""", HttpStatusCode.BadRequest, "invalid-sampling", "oken")]
    [InlineData("""{"text": "hush-hush", "turnId": "no spaces"}""", HttpStatusCode.BadRequest, "invalid-turn-id", "128")]
    [InlineData("""{"text": "hush-hush", "model": "v9-000000000000"}""", HttpStatusCode.NotFound, "unknown-version", "version")]
    public async Task Say_BadTurn_IsRefusedWithWhatToDo(string body, HttpStatusCode status, string code, string advice)
    {
        using var content = new StringContent(body, Encoding.UTF8, Json);
        await ShouldBeProblem(await fixture.Http.PostAsync(Turns, content, Token), status, code, advice);
        await ShouldGoOn();
    }

    [Fact]
    public async Task Say_InvalidUtf8_NamesTheField()
    {
        using var content = new ByteArrayContent([.. "{\"text\": \""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue(Json);
        await ShouldBeProblem(await fixture.Http.PostAsync(Turns, content, Token), HttpStatusCode.BadRequest, "malformed-request", "$.text");
        await ShouldGoOn();
    }

    [Theory]
    [InlineData(9_000, "text-too-long", "8000")]
    [InlineData(1_000_000, "request-too-large", "262,144")]
    public async Task Say_TooMuch_NamesTheLimit(int length, string code, string advice)
    {
        using var content = new StringContent($$"""{"text": "{{new string('a', length)}}"}""", Encoding.UTF8, Json);
        await ShouldBeProblem(await fixture.Http.PostAsync(Turns, content, Token), HttpStatusCode.RequestEntityTooLarge, code, advice);
        await ShouldGoOn();
    }

    [Fact]
    public async Task Say_TurnIdReusedWithOtherText_Conflicts()
    {
        await fixture.Http.Complete("bad", new { turnId = "taken", text = "First", maxTokens = 4 });
        using var content = new StringContent("""{"turnId": "taken", "text": "hush-hush"}""", Encoding.UTF8, Json);
        await ShouldBeProblem(await fixture.Http.PostAsync(Turns, content, Token), HttpStatusCode.Conflict, "turn-id-reused", "new id");
    }

    [Fact]
    public async Task Say_OtherMediaType_AsksForJson()
    {
        using var content = new StringContent("<text>hush-hush</text>", Encoding.UTF8, "application/xml");
        await ShouldBeProblem(await fixture.Http.PostAsync(Turns, content, Token), HttpStatusCode.UnsupportedMediaType, "not-json", Json);
    }

    [Theory]
    [InlineData("GET", "/api/hush-hush", null, HttpStatusCode.NotFound, "not-found", "openapi")]
    [InlineData("GET", "/nothing/here", null, HttpStatusCode.NotFound, "not-found", "openapi")]
    [InlineData("DELETE", "/api/models", null, HttpStatusCode.MethodNotAllowed, "method-not-allowed", "openapi")]
    [InlineData("GET", "/api/models/hush-hush", null, HttpStatusCode.NotFound, "unknown-version", "version")]
    [InlineData("POST", "/api/models/hush-hush/rollout", null, HttpStatusCode.NotFound, "unknown-version", "version")]
    [InlineData("POST", "/api/models/rollback", null, HttpStatusCode.Conflict, "rollout-conflict", "version")]
    [InlineData("POST", "/api/training/sessions", null, HttpStatusCode.Conflict, "nothing-to-learn", "lesson")]
    [InlineData("GET", "/api/conversations/bad?limit=many", null, HttpStatusCode.BadRequest, "malformed-request", "openapi")]
    [InlineData("GET", "/api/conversations/bad/turns/never", null, HttpStatusCode.NotFound, "turn-not-found", "id")]
    [InlineData("GET", "/api/conversations/bad%0Aname", null, HttpStatusCode.BadRequest, "invalid-user", "256")]
    [InlineData("POST", "/api/conversations/bad/turns/never/feedback", """{"rating": 1}""", HttpStatusCode.NotFound, "turn-not-found", "id")]
    [InlineData("POST", "/api/conversations/bad/turns/never/feedback", """{"rating": 7}""", HttpStatusCode.BadRequest, "invalid-feedback", "-1")]
    [InlineData("POST", "/api/conversations/bad/turns/never/feedback", "{}", HttpStatusCode.BadRequest, "invalid-feedback", "rating")]
    [InlineData("PUT", "/api/conversations/bad/consent", """{"consent": "hush-hush"}""", HttpStatusCode.BadRequest, "malformed-request", "$.consent")]
    public async Task Request_ThatCannotBeDone_IsRefusedWithWhatToDo(string method, string path, string? body, HttpStatusCode status, string code, string advice)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, Json);
        await ShouldBeProblem(await fixture.Http.SendAsync(request, Token), status, code, advice);
    }

    [Theory]
    [InlineData("""{"messages": []}""", HttpStatusCode.BadRequest, "no-user-message")]
    [InlineData("""{"messages": [null]}""", HttpStatusCode.BadRequest, "unknown-role")]
    [InlineData("""{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}""", HttpStatusCode.BadRequest, "text-only")]
    [InlineData("""{"messages": [{"role": "user", "content": "hush-hush"}], "n": 2}""", HttpStatusCode.BadRequest, "one-reply-only")]
    [InlineData("""{"messages": [{"role": "user", "content": "hush-hush"}], "model": "gpt-4o"}""", HttpStatusCode.NotFound, "unknown-version")]
    [InlineData("""{"messages": "hush-hush"}""", HttpStatusCode.BadRequest, "malformed-request")]
    public async Task Complete_BadRequest_AnswersInOpenAisShape(string body, HttpStatusCode status, string code)
    {
        using var content = new StringContent(body, Encoding.UTF8, Json);
        using var response = await fixture.Http.PostAsync("/v1/chat/completions", content, Token);

        response.StatusCode.ShouldBe(status);
        var text = await response.Content.ReadAsStringAsync(Token);
        text.ShouldNotContain("hush-hush");
        var error = JsonDocument.Parse(text).RootElement.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        error.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    private static async Task ShouldBeProblem(HttpResponseMessage response, HttpStatusCode status, string code, string advice)
    {
        var text = await response.Content.ReadAsStringAsync(Token);
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        text.ShouldNotContain("hush-hush");
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("type").GetString().ShouldEndWith(code);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        problem.GetProperty("detail").GetString()!.ShouldContain(advice);
    }

    private async Task ShouldGoOn() =>
        (await fixture.Http.Complete("good", new { text = "Are you there", maxTokens = 4 })).GetProperty("reply").GetString().ShouldNotBeNull();
}
