using System.Diagnostics;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Problems;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Conversations;

/// <summary>A turn as operators see it: a span, how long it took, and how it ended. Nothing of the user is in it.</summary>
internal sealed class TurnTrace(TimeProvider time) : IDisposable
{
    private readonly long _began = time.GetTimestamp();
    private readonly Activity? _span = CallTrace.Start("turn");
    private string _outcome = "cancelled";
    private bool _spoke;

    /// <summary>Sees an event on its way to the listener.</summary>
    public void Saw(TurnEvent turnEvent)
    {
        switch (turnEvent)
        {
            case TokenGenerated when !_spoke:
                _spoke = true;
                ConversationMeter.FirstToken(time.GetElapsedTime(_began));
                _span?.AddEvent(new ActivityEvent("first token"));
                break;
            case TurnCompleted completed:
                _outcome = completed.Replayed ? "replayed" : "completed";
                _span?.SetTag("gen_ai.response.model", completed.Turn.Model);
                break;
        }
    }

    /// <summary>Sees how it failed.</summary>
    public void Failed(Exception error)
    {
        if (error is OperationCanceledException)
            return;
        _outcome = error is SamanthaException problem ? problem.Code : "internal";
        _span?.SetTag("error.type", _outcome).SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose()
    {
        ConversationMeter.TurnEnded(time.GetElapsedTime(_began), _outcome);
        _span?.SetTag("samantha.outcome", _outcome);
        _span?.Dispose();
    }
}
