using Orleans.Serialization.GeneratedCodeHelpers;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call that waits for its response; an entry in a list of a <see cref="PendingCallTable"/>.</summary>
internal interface IPendingCall : IResponseSink
{
    IPendingCall? Next { get; set; }

    IPendingCall? Previous { get; set; }

    /// <summary>The list that holds the call; null if none does.</summary>
    PendingCallTable.Shard? Shard { get; set; }

    /// <summary>When the caller gives up, in the clock's timestamps.</summary>
    long Deadline { get; set; }

    /// <summary>What it takes to cancel the call at its target; null if its method takes no token.</summary>
    CallCancellation? Cancellation { get; set; }

    GrainId TargetGrain { get; set; }

    string Method { get; set; }

    /// <summary>Fails the call, unless it has ended.</summary>
    void Fail(Exception exception);

    /// <summary>Cancels the call, unless it has ended.</summary>
    void Cancel(CancellationToken token);
}

/// <summary>A call that waits for its response, and the task that its caller awaits.</summary>
/// <remarks>The caller goes on elsewhere than on the thread that completes the task: that one is an activation's.</remarks>
internal sealed class PendingCall<T>() : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingCall
{
    public IPendingCall? Next { get; set; }

    public IPendingCall? Previous { get; set; }

    public PendingCallTable.Shard? Shard { get; set; }

    public long Deadline { get; set; }

    public CallCancellation? Cancellation { get; set; }

    public GrainId TargetGrain { get; set; }

    public string Method { get; set; } = "";

    public void Complete(Response response)
    {
        Leave();

        // A callee that was cancelled ends the caller's task as cancelled, as a local call would.
        if (response.Exception is OperationCanceledException cancelled)
            TrySetCanceled(cancelled.CancellationToken);
        else if (response.Exception is { } exception)
            TrySetException(exception);
        else
            TrySetResult(response.GetResult<T>());

        response.Dispose();
    }

    public Response ReadResult(FieldReader reader) => Response.FromResult(reader.ReadFirst<T>());

    public void Fail(Exception exception)
    {
        Leave();
        TrySetException(exception);
    }

    public void Cancel(CancellationToken token)
    {
        Leave();
        TrySetCanceled(token);
    }

    private void Leave()
    {
        Shard?.Remove(this);
        Cancellation?.Dispose();
    }
}
