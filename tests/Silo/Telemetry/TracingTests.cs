using System.Diagnostics;
using System.Net.Http.Json;
using Samantha.Client;
using Samantha.Contracts.Training;
using Samantha.Testing;

namespace Samantha.Silo.Tests.Telemetry;

/// <summary>One message from HTTP through grains to tokens and storage, and on into training.</summary>
[Collection(nameof(SpansOfTheProcess))]
public sealed class TracingTests
{
    private const string User = "trace-user-ada";
    private const string Words = "Whisperings about a lighthouse";

    private static Dictionary<string, string?> Unlearning { get; } = new() { ["Learning:Enabled"] = "false" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turn_OverHttp_IsOneTreeFromTheRequestToTheEngineAndTheLog()
    {
        using var recorded = new RecordedTrace();
        await using var service = await RunningService.StartAsync(settings: Unlearning);
        var trace = await Post(service, "turns", new { turnId = "t-1", text = Words, maxTokens = 4 });

        var spans = await Until(() => recorded.Of(trace), spans => spans.Any(IsRequest));
        var tree = spans.ToDictionary(span => span.SpanId);
        var root = spans.Single(IsRequest);
        root.DisplayName.ShouldBe("POST /api/conversations/{user}/turns");
        root.GetTagItem("http.response.status_code").ShouldBe(200);
        foreach (var span in spans.Where(span => span != root))
            tree.ShouldContainKey(span.ParentSpanId, $"'{span.DisplayName}' hangs in the air.");
        Path("turn").ShouldBe(["turn", root.DisplayName]);
        Path("appraise").ShouldBe(["appraise", "turn", root.DisplayName]);
        Path("append").ShouldBe(["append", "turn", root.DisplayName]);
        foreach (var part in (string[])["queue", "prefill", "decode"])
            Path(part).ShouldBe([part, "generate", "turn", root.DisplayName]);

        var generate = spans.Single(span => span.DisplayName == "generate");
        generate.GetTagItem("samantha.worker").ShouldBe("silo-0/cpu");
        generate.GetTagItem("gen_ai.response.model").ShouldBe(spans.Single(span => span.DisplayName == "decode").GetTagItem("gen_ai.response.model"));
        generate.GetTagItem("gen_ai.usage.output_tokens").ShouldBe(4);
        ((int)spans.Single(span => span.DisplayName == "prefill").GetTagItem("gen_ai.usage.input_tokens")!).ShouldBeGreaterThan(4);

        List<string> Path(string name)
        {
            var path = new List<string>();
            for (var span = spans.Single(span => span.DisplayName == name); span is not null; span = tree.GetValueOrDefault(span.ParentSpanId))
                path.Add(span.DisplayName);
            return path;
        }
    }

    [Fact]
    public async Task Correction_WhenTrained_IsLinkedFromTheSessionThatLearnedIt()
    {
        using var recorded = new RecordedTrace();
        await using var service = await RunningService.StartAsync();
        await Post(service, "turns", new { turnId = "t-1", text = Words, maxTokens = 4 });
        var correction = await Post(service, "turns/t-1/feedback", new { correction = "The lighthouse opens at nine." });

        var session = await Until(
            () => recorded.Ended.FirstOrDefault(span => span.DisplayName == "training session" && span.Links.Any(link => link.Context.TraceId == correction)),
            session => session is not null);
        session!.ParentSpanId.ShouldBe(default);
        session.TraceId.ShouldNotBe(correction);
        session.Links.Count().ShouldBe(1);
        session.GetTagItem("samantha.outcome").ShouldBe("promoted");
        session.GetTagItem("samantha.lessons").ShouldBe(1);
        var spans = recorded.Of(session.TraceId).Where(span => span.Source.Name == "Samantha.Grains").ToList();
        spans.Where(span => span.ParentSpanId == session.SpanId).Select(span => span.DisplayName).ShouldBe(["train", "evaluate", "publish", "roll out"]);
        spans.Select(span => span.DisplayName).ShouldContain("rollout canary");
        spans.Select(span => span.DisplayName).ShouldContain("rollout waves");
    }

    [Fact]
    public async Task Spans_OfEverythingAUserDoes_HoldNeitherTheirNameNorTheirWords()
    {
        using var recorded = new RecordedTrace();
        await using var service = await RunningService.StartAsync(settings: Unlearning);
        List<ActivityTraceId> traces =
        [
            await Post(service, "turns", new { turnId = "secret-turn", text = Words, maxTokens = 4 }),
            await Post(service, "turns/secret-turn/feedback", new { correction = Words }),
            await Post(service, "lessons", new { question = Words, answer = Words }),
            await Post(service, "memory", new { text = Words }),
            await Post(service, "turns", new { turnId = "secret-turn", text = "Something else" }), // refused
        ];

        var spans = await Until(() => traces.SelectMany(recorded.Of).ToList(), spans => spans.Count(IsRequest) == traces.Count);
        foreach (var span in spans)
        {
            var said = string.Join('\n', [span.DisplayName, span.StatusDescription, .. span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"), .. span.Events.Select(happened => happened.Name)]);
            said.ShouldNotContain(User);
            said.ShouldNotContain("secret-turn");
            said.ShouldNotContain("ighthouse");
        }
    }

    private static bool IsRequest(Activity span) => span.Source.Name == "Microsoft.AspNetCore";

    /// <summary>Posts as a caller with a trace of its own, and reads the answer to its end.</summary>
    private static async Task<ActivityTraceId> Post(RunningService service, string path, object body)
    {
        var trace = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/conversations/{User}/{path}") { Content = JsonContent.Create(body) };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var response = await service.Http.SendAsync(request, Token);
        await response.Content.ReadAsStringAsync(Token);
        return trace;
    }

    // The request's own span ends a moment after its answer has arrived.
    private static async Task<T> Until<T>(Func<T> look, Func<T, bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        for (; ; await Task.Yield())
        {
            var seen = look();
            if (isSo(seen))
                return seen;
            patience.IsCancellationRequested.ShouldBeFalse("It did not get there in a minute.");
        }
    }
}
