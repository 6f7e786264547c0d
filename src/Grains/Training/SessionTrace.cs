using System.Diagnostics;
using Samantha.Contracts.Training;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Training;

/// <summary>
/// A training session as operators see it: a trace of its own, with a span for each phase, linked to the traces in which its
/// lessons were taught.
/// </summary>
internal sealed class SessionTrace : IDisposable
{
    private const int MostLinks = 128; // what OpenTelemetry keeps of a span unless told otherwise

    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly Activity? _span;
    private Activity? _phase;

    public SessionTrace(PlannedSession planned, TimeProvider time)
    {
        _time = time;
        _began = time.GetTimestamp();
        CallTrace.Leave();
        _span = CallTrace.Source.StartActivity("training session", ActivityKind.Internal, default(ActivityContext), links: Links(planned));
        _span?.SetTag("samantha.session", planned.Id)
            .SetTag("samantha.parent", planned.Parent)
            .SetTag("samantha.lessons", planned.Lessons.Length)
            .SetTag("samantha.rehearsed", planned.Rehearsed.Length);
    }

    /// <summary>The next phase has begun.</summary>
    public void Entered(TrainingPhase phase)
    {
        _phase?.Dispose();
        _phase = _span is null ? null : CallTrace.Source.StartActivity(NameOf(phase), ActivityKind.Internal, _span.Context);
    }

    /// <summary>The session has ended; with null it was given up.</summary>
    public void Ended(TrainingSession? session)
    {
        var outcome = session is null ? "cancelled" : Names.Of(session.Outcome);
        TrainingMeter.Ended(_time.GetElapsedTime(_began), outcome);
        _span?.SetTag("samantha.outcome", outcome).SetTag("samantha.version", session?.Version);
        if (session is { Outcome: SessionOutcome.Failed })
            _span?.SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose()
    {
        _phase?.Dispose();
        _span?.Dispose();
    }

    private static string NameOf(TrainingPhase phase) => phase switch
    {
        TrainingPhase.Training => "train",
        TrainingPhase.Evaluating => "evaluate",
        TrainingPhase.Publishing => "publish",
        TrainingPhase.RollingOut => "roll out",
        _ => "idle",
    };

    private static List<ActivityLink> Links(PlannedSession planned)
    {
        var links = new List<ActivityLink>();
        foreach (var trace in planned.Lessons.Select(lesson => lesson.Trace).Distinct().Take(MostLinks))
        {
            if (CallTrace.TryRead(trace, out var taught))
                links.Add(new ActivityLink(taught));
        }

        return links;
    }
}
