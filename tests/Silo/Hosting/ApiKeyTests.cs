using System.Net;
using System.Net.Http.Headers;
using Samantha.Silo.Hosting;
using Samantha.Testing;

namespace Samantha.Silo.Tests.Hosting;

public sealed class ApiKeyTests
{
    private const string Key = "a-key-of-enough-letters";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.0.2.1")]
    public void Build_BeyondLoopbackWithoutKeys_IsRefused(string host)
    {
        var (settings, builder) = ServiceHost.Configure([KeyValuePair.Create("Host", (string?)host)]);
        Should.Throw<StartupException>(() => ServiceHost.Build(settings, builder)).Message.ShouldContain("SAMANTHA__ApiKeys__0");
    }

    [Fact]
    public void Build_ShortKey_IsRefused()
    {
        var (settings, builder) = ServiceHost.Configure([KeyValuePair.Create("ApiKeys:0", (string?)"short")]);
        Should.Throw<StartupException>(() => ServiceHost.Build(settings, builder)).Message.ShouldContain("openssl rand");
    }

    [Fact]
    public async Task Request_WhereKeysAreSet_NeedsOneForAllButThePageAndTheProbes()
    {
        await using var service = await RunningService.StartAsync(settings: new Dictionary<string, string?> { ["ApiKeys:0"] = "another-key-of-letters", ["ApiKeys:1"] = Key });
        foreach (var path in (string[])["/api/models", "/v1/models", "/metrics", "/openapi/v1.json", "/API/models"])
        {
            (await Get(service, path, null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
            (await Get(service, path, Key + "!")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
            (await Get(service, path, Key)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        foreach (var path in (string[])["/", "/js/app.js", "/health/live", "/health/ready"])
            (await Get(service, path, null)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        var refused = await Get(service, "/api/models", null);
        refused.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");
        (await refused.Content.ReadAsStringAsync(Token)).ShouldContain("Authorization: Bearer");
    }

    private static Task<HttpResponseMessage> Get(RunningService service, string path, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return service.Http.SendAsync(request, Token);
    }
}
