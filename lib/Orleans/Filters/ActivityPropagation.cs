using System.Diagnostics;

namespace Orleans.Runtime;

/// <summary>Makes an activity of every call, at the caller and at the callee, and carries the trace between them.</summary>
internal sealed class ActivityPropagation : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    private static readonly ActivitySource Application = new("Microsoft.Orleans.Application", "1.0.0");
    private static readonly ActivitySource Runtime = new("Microsoft.Orleans.Runtime", "1.0.0");

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        var activity = SourceOf(context).StartActivity(context.Request.GetActivityName(), ActivityKind.Client);
        if (activity is null)
            return context.Invoke();

        RequestContext.Set(TraceParent, activity.Id!);
        if (activity.TraceStateString is { } state)
            RequestContext.Set(TraceState, state);

        return InvokeAsync(context, activity);
    }

    public Task Invoke(IIncomingGrainCallContext context)
    {
        var activity = ActivityContext.TryParse(RequestContext.Get(TraceParent) as string, RequestContext.Get(TraceState) as string, isRemote: true, out var parent)
            ? SourceOf(context).StartActivity(context.Request.GetActivityName(), ActivityKind.Server, parent)
            : SourceOf(context).StartActivity(context.Request.GetActivityName(), ActivityKind.Server);
        return activity is null ? context.Invoke() : InvokeAsync(context, activity);
    }

    private static ActivitySource SourceOf(IGrainCallContext context) =>
        context.Request.GetInterfaceType().Namespace?.StartsWith(nameof(Orleans), StringComparison.Ordinal) == true ? Runtime : Application;

    private static async Task InvokeAsync(IGrainCallContext context, Activity activity)
    {
        using (activity)
        {
            activity.SetTag("rpc.system", "orleans");
            activity.SetTag("rpc.service", context.InterfaceName);
            activity.SetTag("rpc.method", context.MethodName);
            try
            {
                await context.Invoke();
            }
            catch (Exception exception)
            {
                // Of an error only its type: its text may hold what a user wrote.
                activity.SetStatus(ActivityStatusCode.Error);
                activity.SetTag("exception.type", exception.GetType().FullName);
                throw;
            }
        }
    }
}
