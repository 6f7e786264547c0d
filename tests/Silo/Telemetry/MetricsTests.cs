using System.Net.Http.Json;
using Samantha.Silo.Tests.Http;

namespace Samantha.Silo.Tests.Telemetry;

/// <summary>What operators count on, in the text that Prometheus reads.</summary>
public sealed class MetricsTests(ServiceFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turns_HoweverTheyEnd_AreCountedUnderTheirOutcome()
    {
        await Say("first", "Count me");
        await Say("first", "Count me");
        await Say("first", "Count me otherwise");

        await Shown(
            """samantha_turn_duration_seconds_count{outcome="completed"}""",
            """samantha_turn_duration_seconds_count{outcome="replayed"}""",
            """samantha_turn_duration_seconds_count{outcome="turn-id-reused"}""",
            """samantha_log_append_duration_seconds_count{outcome="stored"}""",
            "samantha_turn_time_to_first_token_seconds_count");
    }

    [Fact]
    public async Task Durations_OfEveryKind_HaveEdgesInTheirRange()
    {
        await Say("edges", "Count me");

        var text = await Shown(
            """samantha_turn_duration_seconds_count{outcome="completed"}""",
            """samantha_log_append_duration_seconds_count{outcome="stored"}""",
            "samantha_inference_step_duration_seconds_count",
            "samantha_inference_time_to_first_token_seconds_count");
        foreach (var name in (string[])["samantha_turn_duration", "samantha_log_append_duration", "samantha_inference_step_duration", "samantha_inference_time_to_first_token"])
            text.Split('\n').ShouldContain(line => line.StartsWith($"{name}_seconds_bucket", StringComparison.Ordinal) && line.Contains("le=\"0.05\""));
    }

    [Fact]
    public async Task Silo_ThatRuns_IsReadyAndKnowsItsRoom()
    {
        var text = await fixture.Http.GetStringAsync("/metrics", Token);

        Value(text, "samantha_silo_ready").ShouldBe(1);
        Value(text, "samantha_disk_free_bytes").ShouldBeInRange(1, Value(text, "samantha_disk_size_bytes"));
        Value(text, "dotnet_process_memory_working_set_bytes").ShouldBeGreaterThan(0);
    }

    /// <summary>What is shown once some series are there: a turn is counted when it has ended, a moment after its last word was read.</summary>
    private async Task<string> Shown(params string[] series)
    {
        string text;
        var looks = 0;
        do
        {
            text = await fixture.Http.GetStringAsync("/metrics", Token);
        }
        while (!series.All(text.Contains) && ++looks < 1_000);
        foreach (var one in series)
            text.ShouldContain(one);
        return text;
    }

    // Others in this process count as well: of what each shows, the most.
    private static double Value(string text, string series) => text.Split('\n').Where(line => line.StartsWith(series + " ", StringComparison.Ordinal))
        .Select(line => double.Parse(line[(series.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();

    private async Task Say(string turnId, string text)
    {
        using var response = await fixture.Http.PostAsJsonAsync("/api/conversations/counted/turns", new { turnId, text, maxTokens = 3 }, Token);
        await response.Content.ReadAsStringAsync(Token);
    }
}
