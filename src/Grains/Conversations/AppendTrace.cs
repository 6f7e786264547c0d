using System.Diagnostics;
using Samantha.Contracts.Problems;
using Samantha.Grains.Interactions;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Conversations;

/// <summary>An append to the log as operators see it: a span, how long it took until it was durable, and how it ended.</summary>
internal sealed class AppendTrace : IDisposable
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Activity? _span = CallTrace.Start("append", ActivityKind.Client);
    private string _outcome = "internal";

    public void Stored() => _outcome = "stored";

    public void Failed(Exception error)
    {
        _outcome = error switch { StaleWriterException => "stale", SamanthaException problem => problem.Code, _ => "internal" };
        _span?.SetTag("error.type", _outcome).SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose()
    {
        ConversationMeter.Appended(Stopwatch.GetElapsedTime(_began), _outcome);
        _span?.Dispose();
    }
}
