using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Calls of other silos that this one sends on. Their answers come back this way, so it must not end before them.</summary>
internal sealed class ForwardedCalls
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private volatile bool _isAwaited;

    public void Begin() => Interlocked.Increment(ref _count);

    public void End()
    {
        if (Interlocked.Decrement(ref _count) == 0 && _isAwaited)
            _ended.TrySetResult();
    }

    /// <summary>Counts a call until it is answered.</summary>
    public void Track(Message message)
    {
        if (message.ResponseSink is not { } sink)
            return;

        Begin();
        message.ResponseSink = new Answer(this, sink);
    }

    /// <summary>Completes when there is none, once.</summary>
    public Task WhenEnded()
    {
        Begin();
        _isAwaited = true;
        End();
        return _ended.Task;
    }

    private sealed class Answer(ForwardedCalls calls, IResponseSink sink) : IResponseSink
    {
        private int _isAnswered;

        public void Complete(Response response)
        {
            sink.Complete(response);
            if (Interlocked.Exchange(ref _isAnswered, 1) == 0)
                calls.End();
        }
    }
}
