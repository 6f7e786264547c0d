using System.Collections.Concurrent;
using System.Diagnostics;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Filters;

public sealed class ActivityTests
{
    [Fact]
    public async Task Calls_WithActivityPropagation_AreOneTraceFromTheCallerToTheLastCallee()
    {
        using var root = new Activity("root");
        root.SetIdFormat(ActivityIdFormat.W3C);
        root.Start();
        var activities = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.Orleans.Application",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == root.TraceId)
                    activities.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var silo = await TestSilo.StartAsync(
            builder => builder.AddActivityPropagation(),
            configureClient: client => client.AddActivityPropagation());

        await silo.Grain<IFilteredGrain>().ContextValueOf("other", "k");

        activities.Select(activity => activity.Kind).ShouldBe(
            [ActivityKind.Server, ActivityKind.Client, ActivityKind.Server, ActivityKind.Client]);
        activities.ElementAt(0).ParentSpanId.ShouldBe(activities.ElementAt(1).SpanId);
        activities.ElementAt(2).ParentSpanId.ShouldBe(activities.ElementAt(3).SpanId);
        activities.ElementAt(3).ParentSpanId.ShouldBe(root.SpanId);
    }
}
