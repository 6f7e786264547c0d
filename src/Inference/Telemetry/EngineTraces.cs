using System.Diagnostics;
using Samantha.Inference.Scheduling;

namespace Samantha.Inference.Telemetry;

/// <summary>
/// The spans of a reply, under whatever was current when it was asked for: <c>queue</c>, <c>prefill</c>, <c>decode</c>.
/// They are made when the reply has ended, from the times that the sequence notes anyway, so that a step costs the same with
/// and without them. Tags name versions and count tokens.
/// </summary>
internal static class EngineTraces
{
    private static readonly ActivitySource Source = new(InferenceEngine.MeterName);

    /// <summary>The span that a reply asked for now belongs to; none where nobody listens.</summary>
    public static ActivityContext Parent => Source.HasListeners() && Activity.Current is { } current ? current.Context : default;

    /// <summary>Tells of a sequence that has ended, well or not.</summary>
    public static void Ended(Sequence sequence, string? error, TimeProvider time)
    {
        if (sequence.Trace == default || !Source.HasListeners())
            return;
        var clock = new Clock(time);
        var end = clock.Now;
        var started = clock.At(sequence.Started) ?? end;
        var first = clock.At(sequence.FirstToken) ?? end;
        Span("queue", clock.At(sequence.Arrival)!.Value, started, sequence.Started is null ? error : null, sequence);
        if (sequence.Started is null)
            return;
        Span("prefill", started, first, sequence.FirstToken is null ? error : null, sequence,
            ("gen_ai.usage.input_tokens", sequence.PromptLength), ("samantha.cached_tokens", sequence.Cached));
        if (sequence.FirstToken is not null)
            Span("decode", first, end, error, sequence, ("gen_ai.usage.output_tokens", sequence.Generated));
    }

    private static void Span(string name, DateTimeOffset start, DateTimeOffset end, string? error, Sequence sequence, params ReadOnlySpan<(string, int)> counts)
    {
        using var span = Source.StartActivity(name, ActivityKind.Internal, sequence.Trace, startTime: start);
        if (span is null)
            return;
        span.SetTag("gen_ai.response.model", sequence.Version.Id);
        foreach (var (count, value) in counts)
            span.SetTag(count, value);
        if (error is not null)
            span.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
        span.SetEndTime(end.UtcDateTime);
    }

    /// <summary>Timestamps as times of day.</summary>
    private readonly struct Clock(TimeProvider time)
    {
        private readonly long _timestamp = time.GetTimestamp();

        public DateTimeOffset Now { get; } = time.GetUtcNow();

        public DateTimeOffset? At(long? timestamp) => timestamp is { } then ? Now - time.GetElapsedTime(then, _timestamp) : null;
    }
}
