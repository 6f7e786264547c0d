using System.Diagnostics;
using OpenTelemetry;

namespace Samantha.Silo.Telemetry;

/// <summary>
/// What no span may hold, and where traces begin. Addresses and grain ids name users: tags with them are taken off before
/// anything is sent. A call between grains that belongs to no request, session or rollout is housekeeping and begins no trace.
/// </summary>
internal sealed class TraceRules : BaseProcessor<Activity>
{
    private const string GrainCalls = "Microsoft.Orleans.Application";

    private static readonly string[] Private =
        ["url.path", "url.full", "url.query", "http.target", "http.url", "client.address", "user_agent.original", "rpc.orleans.target_id", "rpc.orleans.source_id"];

    public override void OnStart(Activity data)
    {
        if (data.Source.Name != GrainCalls || data.ParentSpanId != default)
            return;
        data.IsAllDataRequested = false;
        data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Private)
            data.SetTag(tag, null);
    }
}
