using Orleans.Serialization.GeneratedCodeHelpers;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <content>What is sent: under the lock into a buffer, then by one flush at a time.</content>
internal sealed partial class Connection
{
    // So much may wait to be sent; then requests wait as they are, and the peer's are not read.
    private const int LargestBacklog = 1024 * 1024;
    private const int MostWaiting = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, IResponseSink> _pending = [];
    private readonly Queue<Message> _waiting = new();
    private FieldWriter _outgoing = new();
    private FieldWriter _sending = new();
    private TaskCompletionSource? _room;
    private bool _isFlushing;
    private bool _isShut;
    private volatile bool _isGivenUp;
    private bool _isPeerLeaving;
    private readonly TaskCompletionSource _asksNoMore = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the peer takes requests.</summary>
    public bool IsOpen => !_isShut && !_isPeerLeaving;

    private bool IsCongested => _outgoing.Position > LargestBacklog;

    /// <summary>Sends a request; false if the connection takes none, and then the message is still the caller's.</summary>
    public bool TrySend(Message message)
    {
        Exception? refusal = null;
        bool flush;
        lock (_gate)
        {
            if (_isShut || _isPeerLeaving)
                return false;

            if (!IsCongested && _waiting.Count == 0)
                refusal = TryWrite(message);
            else if (_waiting.Count < MostWaiting)
                _waiting.Enqueue(message);
            else
                refusal = new OrleansMessageRejectionException($"More than {MostWaiting} calls wait to be sent to {Peer}.");

            flush = BeginFlush();
        }

        if (refusal is not null)
            Refuse(message, refusal);

        if (flush)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

        return true;
    }

    public void Cancel(CancelMessage message) => Write(FrameKind.Cancel, message.CallId, static (writer, id) => writer.WriteVarint((ulong)id));

    /// <summary>
    /// Tells the peer that this end takes no more requests, and waits until it has said that it sends none: all that it has
    /// sent is here then, and can be answered.
    /// </summary>
    public async Task SendAwayAsync(CancellationToken token)
    {
        SendControl(FrameKind.GoAway);
        Task answered = Task.WhenAny(_asksNoMore.Task, Closed);
        await answered.WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Sends what is still to be sent and ends the connection; without waiting for it once the token is cancelled.</summary>
    public async Task CloseAsync(CancellationToken token = default)
    {
        try
        {
            while (!_isShut && !_isGivenUp && (_outgoing.Position > 0 || _isFlushing))
                await RoomAsync().WaitAsync(token);
        }
        catch (OperationCanceledException)
        {
            Abort($"{Peer} has not taken all that it was sent.");
        }

        _context.Transport.Input.CancelPendingRead();
        await Closed;
    }

    // Not on the sender's thread: senders that run next on this core come first, and their messages go out together.
    async void IThreadPoolWorkItem.Execute()
    {
        try
        {
            while (TakeOutgoing())
            {
                var result = await _context.Transport.Output.WriteAsync(_sending.WrittenMemory);
                _sending.Clear();
                if (result.IsCompleted || result.IsCanceled)
                {
                    Abort($"{Peer} takes nothing any more.");
                    return;
                }
            }
        }
        catch (Exception exception)
        {
            Abort(exception.Message);
        }
    }

    private bool TakeOutgoing()
    {
        List<(Message, Exception)>? refused = null;
        TaskCompletionSource? room;
        bool hasMore;
        lock (_gate)
        {
            while (!IsCongested && _waiting.TryDequeue(out var message))
            {
                if (TryWrite(message) is { } refusal)
                    (refused ??= []).Add((message, refusal));
            }

            hasMore = _outgoing.Position > 0;
            _isFlushing = hasMore;
            (_outgoing, _sending) = (_sending, _outgoing);
            room = _room;
            _room = null;
        }

        room?.TrySetResult();
        foreach (var (message, refusal) in refused ?? [])
            Refuse(message, refusal);

        return hasMore;
    }

    private Task RoomAsync()
    {
        lock (_gate)
        {
            if (_isShut || _isGivenUp || (!IsCongested && !_isFlushing))
                return Task.CompletedTask;

            return (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    // Nothing is flushed any more: who waits for room, the loop that reads above all, must not wait for ever.
    private void GiveUpSending()
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            _isGivenUp = true;
            room = _room;
            _room = null;
        }

        room?.TrySetResult();
    }

    // What was sent before goes out before the answer to it.
    private void BeSentAway()
    {
        lock (_gate)
            _isPeerLeaving = true;

        SendControl(FrameKind.GoAway);
    }

    private bool BeginFlush()
    {
        if (_isFlushing || _outgoing.Position == 0)
            return false;

        _isFlushing = true;
        return true;
    }

    private List<IResponseSink> Shut()
    {
        List<IResponseSink> calls;
        TaskCompletionSource? room;
        lock (_gate)
        {
            _isShut = true;
            calls = [.. _pending.Values];
            _pending.Clear();
            foreach (var message in _waiting)
            {
                if (message.ResponseSink is { } sink)
                    calls.Add(sink);
            }

            _waiting.Clear();
            room = _room;
            _room = null;
        }

        room?.TrySetResult();
        return calls;
    }

    // Calls that timed out get no response any more if the peer has lost them.
    private void ForgetEnded()
    {
        lock (_gate)
        {
            foreach (var (id, sink) in _pending)
            {
                if (sink is IPendingCall { Shard: null } or RemoteCall { IsExpired: true })
                    _pending.Remove(id);
            }
        }
    }

    private static void Refuse(Message message, Exception exception)
    {
        message.Reject(exception);
        message.Recycle();
    }
}
