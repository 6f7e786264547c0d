using System.Diagnostics.Metrics;
using Samantha.Inference.Scheduling;

namespace Samantha.Inference.Telemetry;

/// <summary>The meter <c>Samantha.Inference</c>. Tags name versions and outcomes, never users or their words.</summary>
internal sealed class EngineMetrics : IDisposable
{
    private readonly TimeProvider time;
    private readonly Meter meter;
    private readonly bool owned;
    private readonly Counter<long> tokens;
    private readonly Counter<long> requests;
    private readonly Histogram<double> timeToFirstToken;
    private readonly Histogram<double> timePerOutputToken;
    private readonly Histogram<double> stepDuration;
    private long steps;
    private long promptTokens;
    private long cachedTokens;
    private long generatedTokens;

    // Seconds, from a token of a small model to a reply that waited long.
    private static readonly InstrumentAdvice<double> Latencies = new() { HistogramBucketBoundaries = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30] };

    public EngineMetrics(IMeterFactory? factory, TimeProvider time)
    {
        this.time = time;
        owned = factory is null;
        meter = factory?.Create(InferenceEngine.MeterName) ?? new Meter(InferenceEngine.MeterName);
        tokens = meter.CreateCounter<long>("samantha.inference.tokens", "{token}", "Tokens, by type: prompt (computed), cached (known already), generated.");
        requests = meter.CreateCounter<long>("samantha.inference.requests", "{request}", "Requests that ended, by outcome.");
        timeToFirstToken = meter.CreateHistogram<double>("samantha.inference.time_to_first_token", "s", "From the request to its first token.", advice: Latencies);
        timePerOutputToken = meter.CreateHistogram<double>("samantha.inference.time_per_output_token", "s", "Between two tokens of a reply.", advice: Latencies);
        stepDuration = meter.CreateHistogram<double>("samantha.inference.step.duration", "s", "One step of the model for all active sequences.", advice: Latencies);
    }

    /// <summary>Has the meter show how much is waiting and held, of how much there may be, and which version is current.</summary>
    public void Observe(string device, InferenceEngineOptions options, Func<EngineStatistics> statistics, Func<string?> version)
    {
        KeyValuePair<string, object?> on = new("device", device);
        meter.CreateObservableGauge("samantha.inference.waiting", () => new Measurement<int>(statistics().Waiting, on), "{request}", "Requests that wait.");
        meter.CreateObservableGauge("samantha.inference.queue.capacity", () => new Measurement<int>(options.QueueCapacity, on), "{request}", "Requests that may wait; more are refused.");
        meter.CreateObservableGauge("samantha.inference.active", () => new Measurement<int>(statistics().Active, on), "{sequence}", "Sequences being computed.");
        meter.CreateObservableGauge("samantha.inference.capacity", () => new Measurement<int>(options.MaxActiveSequences, on), "{sequence}", "Sequences that may be computed together.");
        meter.CreateObservableGauge("samantha.inference.cache.size", () => new Measurement<long>(statistics().CacheBytes, on), "By", "Memory set aside for keys and values.");
        meter.CreateObservableGauge<int>(
            "samantha.inference.version",
            () => version() is { } current ? [new Measurement<int>(1, on, new("version", current))] : [],
            description: "1 for the version that answers requests which name none.");
    }

    public EngineStatistics Statistics(int waiting, int active, long cacheBytes) => new(
        waiting,
        active,
        Interlocked.Read(ref steps),
        Interlocked.Read(ref promptTokens),
        Interlocked.Read(ref cachedTokens),
        Interlocked.Read(ref generatedTokens),
        cacheBytes);

    public void Started(Sequence sequence) => Count(ref cachedTokens, sequence.Cached, "cached", sequence);

    /// <summary>A sequence took part in a step.</summary>
    public void Computed(Sequence sequence)
    {
        if (sequence.Generated == 0)
            Count(ref promptTokens, sequence.Taken, "prompt", sequence);
    }

    /// <summary>A sequence got its next token, or its end.</summary>
    public void Advanced(Sequence sequence, long? lastToken, long now)
    {
        if (sequence.LastToken != now)
            return;
        Count(ref generatedTokens, 1, "generated", sequence);
        var (histogram, since) = lastToken is { } last ? (timePerOutputToken, last) : (timeToFirstToken, sequence.Arrival);
        histogram.Record(time.GetElapsedTime(since, now).TotalSeconds, Version(sequence));
    }

    public void Finished(Sequence sequence, FinishReason reason) =>
        requests.Add(1, Version(sequence), Outcome(reason switch
        {
            FinishReason.Stop => "stop",
            FinishReason.Length => "length",
            _ => "cancelled",
        }));

    public void Failed(Sequence sequence) => requests.Add(1, Version(sequence), Outcome("failed"));

    public void Refused() => requests.Add(1, Outcome("refused"));

    public void Stepped(TimeSpan duration)
    {
        Interlocked.Increment(ref steps);
        stepDuration.Record(duration.TotalSeconds);
    }

    // A factory disposes its own meters.
    public void Dispose()
    {
        if (owned)
            meter.Dispose();
    }

    private void Count(ref long total, int count, string type, Sequence sequence)
    {
        if (count == 0)
            return;
        Interlocked.Add(ref total, count);
        tokens.Add(count, Version(sequence), new KeyValuePair<string, object?>("type", type));
    }

    private static KeyValuePair<string, object?> Version(Sequence sequence) => new("version", sequence.Version.Id);

    private static KeyValuePair<string, object?> Outcome(string outcome) => new("outcome", outcome);
}
