using System.Diagnostics;
using Orleans.Runtime;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Tests.Telemetry;

public sealed class CallTraceTests
{
    private const string Recorded = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Theory]
    [InlineData(Recorded, Recorded)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", null)]
    [InlineData("no trace", null)]
    public void ForRecord_OfACall_IsItsTraceIfThatIsRecorded(string carried, string? kept) => Alone(() =>
    {
        RequestContext.Set("traceparent", carried);

        CallTrace.ForRecord.ShouldBe(kept);
    });

    [Fact]
    public void Start_WhereAnotherCallsActivityIsCurrent_BelongsToTheCallerAllTheSame() => Alone(() =>
    {
        // There before who listens: a source that comes into being while it is looked for is not found.
        var traced = CallTrace.Source;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source == traced,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var others = new Activity("another call's").Start();
        RequestContext.Set("traceparent", Recorded);

        using var outer = CallTrace.Start("outer").ShouldNotBeNull();
        using var inner = CallTrace.Start("inner").ShouldNotBeNull();

        outer.ParentId.ShouldBe(Recorded);
        inner.ParentId.ShouldBe(outer.Id);
    });

    // What flows with a test is its own.
    private static void Alone(Action test) => Task.Run(test).GetAwaiter().GetResult();
}
