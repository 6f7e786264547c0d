using System.Diagnostics;
using Orleans.Runtime;

namespace Samantha.Grains.Telemetry;

/// <summary>
/// The trace that a grain call belongs to, as its request context carries it (W3C traceparent). It holds for streams too, of
/// which the runtime's own propagation makes no spans; and unlike the current activity it is never another call's.
/// </summary>
internal static class CallTrace
{
    private const string TraceParent = "traceparent";

    /// <summary>The source of the grains' spans. Their tags name versions, workers and outcomes, never users or their words.</summary>
    public static ActivitySource Source { get; } = new("Samantha.Grains");

    /// <summary>What a record keeps of the trace, so that what is made of it later can name where it came from; null if the trace is not recorded.</summary>
    public static string? ForRecord => Caller.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? Received : null;

    /// <summary>The caller's span; nothing if there is none.</summary>
    public static ActivityContext Caller => TryRead(Received, out var caller) ? caller : default;

    private static string? Received => RequestContext.Get(TraceParent) as string;

    /// <summary>Begins a span of the call that a grain answers; null where nobody listens.</summary>
    public static Activity? Start(string name, ActivityKind kind = ActivityKind.Internal)
    {
        if (!Source.HasListeners())
            return null;
        var caller = Caller;
        if (Activity.Current is { } current && current.TraceId == caller.TraceId)
            return Source.StartActivity(name, kind);
        Activity.Current = null; // without a caller it begins a trace of its own
        return Source.StartActivity(name, kind, caller);
    }

    /// <summary>Lets the calls made from here on carry the current activity; costs nothing where nobody listens.</summary>
    public static void Carry()
    {
        if (Source.HasListeners() && Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id })
            RequestContext.Set(TraceParent, id);
    }

    /// <summary>Leaves whatever trace the caller is in: for work that outlives the call.</summary>
    public static void Leave()
    {
        Activity.Current = null;
        RequestContext.Remove(TraceParent);
    }

    /// <summary>Reads what a record kept.</summary>
    public static bool TryRead(string? kept, out ActivityContext context) => ActivityContext.TryParse(kept, null, isRemote: true, out context);
}
