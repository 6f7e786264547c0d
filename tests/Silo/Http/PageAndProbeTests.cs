using System.Text.RegularExpressions;

namespace Samantha.Silo.Tests.Http;

public sealed partial class PageAndProbeTests(ServiceFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Root_Always_IsThePageThatMayOnlyTalkToItsServer()
    {
        using var response = await fixture.Http.GetAsync("/", Token);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("<title>Samantha</title>");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
    }

    [Fact]
    public async Task Root_EveryFileThatItNames_IsServed()
    {
        var page = await fixture.Http.GetStringAsync("/", Token);
        var files = LocalFile().Matches(page).Select(match => match.Groups[1].Value).ToList();
        files.ShouldContain("js/app.js");
        foreach (var file in files)
            (await fixture.Http.GetAsync(file, Token)).IsSuccessStatusCode.ShouldBeTrue(file);
    }

    [Theory]
    [InlineData("/health/live", "live")]
    [InlineData("/health/ready", "ready")]
    public async Task Health_Running_SaysSo(string path, string status) => (await fixture.Http.GetStringAsync(path, Token)).ShouldContain(status);

    [Fact]
    public async Task Metrics_AfterATurn_ArePrometheusTextWithoutTheUser()
    {
        await fixture.Http.Complete("metrics-user", new { text = "Count me", maxTokens = 4 });
        var text = await fixture.Http.GetStringAsync("/metrics", Token);

        text.ShouldContain("# TYPE http_server_request_duration_seconds histogram");
        text.ShouldNotContain("metrics-user");
        var samples = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToList();
        samples.ShouldNotBeEmpty();
        samples.ShouldAllBe(line => Sample().IsMatch(line));
    }

    [GeneratedRegex("""(?:href|src)="([\w/.-]+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex LocalFile();

    [GeneratedRegex("""^[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\.)*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\.)*")*\})? [^ ]+$""")]
    private static partial Regex Sample();
}
