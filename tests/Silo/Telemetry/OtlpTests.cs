using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Samantha.Silo.Hosting;
using Samantha.Silo.Telemetry;

namespace Samantha.Silo.Tests.Telemetry;

/// <summary>What a collector receives, by the standard variables.</summary>
[Collection(nameof(SpansOfTheProcess))]
public sealed class OtlpTests
{
    // Field numbers of opentelemetry/proto/trace/v1/trace.proto and of collector/trace/v1.
    private const int ResourceSpans = 1, Resource = 1, ScopeSpans = 2, Spans = 2, Attributes = 1;

    [Fact]
    public async Task Traces_ToACollector_AreSentWithTheSilosNameAndWithoutUsers()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using (var source = new ActivitySource("Samantha.Tests.Otlp"))
        using (new Traces(Variables(collector), Silo("silo-7")))
        {
            using var span = source.StartActivity("a span", ActivityKind.Server, default(ActivityContext));
            span.ShouldNotBeNull().SetTag("samantha.worker", "silo-7/cpu").SetTag("url.path", "/api/conversations/ada/turns").SetTag("rpc.orleans.target_id", "conversation/ada");
        }

        var requests = collector.At("/v1/traces");
        var sent = requests.SelectMany(request => request.At(ResourceSpans, ScopeSpans, Spans)).Single(span => span.Text(5) == "a span");
        sent.At(9).Select(Attribute).ShouldBe(["samantha.worker=silo-7/cpu"]);
        var resource = requests[0].At(ResourceSpans, Resource, Attributes).Select(Attribute).ToList();
        resource.ShouldContain("service.name=samantha");
        resource.ShouldContain("service.instance.id=silo-7");
    }

    [Fact]
    public async Task Traces_SampledAtARatio_FollowTheStandardVariables()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using (var source = new ActivitySource("Samantha.Tests.Ratio"))
        using (new Traces(Variables(collector, ("OTEL_TRACES_SAMPLER", "traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0")), Silo("silo-0")))
        {
            using var span = source.StartActivity("never sent", ActivityKind.Server, default(ActivityContext));
            (span?.Recorded ?? false).ShouldBeFalse();
        }

        collector.At("/v1/traces").SelectMany(request => request.At(ResourceSpans, ScopeSpans, Spans)).Select(span => span.Text(5)).ShouldNotContain("never sent");
    }

    [Fact]
    public async Task Traces_OfGrainCallsOutsideAnyRequest_AreNotBegun()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using (var calls = new ActivitySource("Microsoft.Orleans.Application"))
        using (new Traces(Variables(collector), Silo("silo-0")))
        {
            using var beat = calls.StartActivity("beat", ActivityKind.Client, default(ActivityContext));
            beat.ShouldNotBeNull().Recorded.ShouldBeFalse();
            calls.StartActivity("answer", ActivityKind.Server, ActivityContext.Parse(beat.Id!, null))?.Recorded.ShouldBeFalse();
        }

        collector.At("/v1/traces").SelectMany(request => request.At(ResourceSpans, ScopeSpans, Spans)).Select(span => span.Text(5)).ShouldNotContain("beat");
    }

    private static ServiceSettings Silo(string name) => new() { Cluster = { Silo = name } };

    private static IConfiguration Variables(OtlpCollector collector, params (string Name, string Value)[] more) => new ConfigurationBuilder()
        .AddInMemoryCollection([
            new("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.ToString()),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            .. more.Select(variable => new KeyValuePair<string, string?>(variable.Name, variable.Value))])
        .Build();

    private static string Attribute(Protobuf pair) => $"{pair.Text(1)}={pair.At(2).Single().Text(1)}";
}
