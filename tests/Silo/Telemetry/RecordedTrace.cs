using System.Collections.Concurrent;
using System.Diagnostics;

namespace Samantha.Silo.Tests.Telemetry;

/// <summary>Records every span that ends in this process, until disposed of.</summary>
internal sealed class RecordedTrace : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public RecordedTrace()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "Microsoft.Orleans.Application" || source.Name.StartsWith("Samantha.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>All spans that ended, of whichever trace.</summary>
    public IReadOnlyList<Activity> Ended => [.. _ended];

    /// <summary>The spans of a trace that ended.</summary>
    public IReadOnlyList<Activity> Of(ActivityTraceId trace) => [.. _ended.Where(span => span.TraceId == trace)];

    public void Dispose() => _listener.Dispose();
}
