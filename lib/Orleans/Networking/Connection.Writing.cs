using Orleans.Serialization;
using Orleans.Serialization.GeneratedCodeHelpers;

namespace Orleans.Runtime;

/// <content>How frames are written into the buffer, under the lock.</content>
internal sealed partial class Connection
{
    private readonly Dictionary<Type, int> _sentTypes = [];

    private void SendControl(FrameKind kind) => Write(kind, 0, static (_, _) => { });

    private void Write<TState>(FrameKind kind, TState state, Action<FieldWriter, TState> write)
    {
        bool flush;
        lock (_gate)
        {
            if (_isShut)
                return;

            var start = BeginFrame(kind);
            write(_outgoing, state);
            _outgoing.FillLength(start);
            flush = BeginFlush();
        }

        if (flush)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private int BeginFrame(FrameKind kind)
    {
        var start = _outgoing.ReserveLength();
        _outgoing.WriteByte((byte)kind);
        return start;
    }

    /// <summary>Writes a request and gives the message back; if it cannot be written, tells why and leaves nothing behind.</summary>
    private Exception? TryWrite(Message message)
    {
        // It was cancelled or has timed out while it waited.
        if (message.ResponseSink is IPendingCall { Shard: null } or RemoteCall { IsExpired: true })
        {
            message.Recycle();
            return null;
        }

        if (message.Body is not RequestBase body)
            return new SerializerException($"A call of type {message.Body.GetType()} cannot be sent to another process.");

        var position = _outgoing.Position;
        var start = BeginFrame(FrameKind.Request);
        var isNewType = false;
        try
        {
            RequestFormat.WriteHeader(_outgoing, message, _shared.Clock);
            isNewType = WriteBodyType(body.GetType());
            RequestFormat.WriteBody(_outgoing, message, body);
            if (_outgoing.Position - start > _shared.MaxFrameSize)
                throw new SerializerException($"The call is larger than {_shared.MaxFrameSize} bytes; see MessagingOptions.MaxMessageBodySize.");
        }
        catch (Exception exception)
        {
            _outgoing.Truncate(position);
            if (isNewType)
                _sentTypes.Remove(body.GetType());

            return exception is InsufficientExecutionStackException ? new SerializerException("The arguments are nested too deeply.", exception) : exception;
        }

        _outgoing.FillLength(start);
        if (message.ResponseSink is { } sink)
            _pending[message.Id] = sink;

        message.Recycle();
        return null;
    }

    // The name of a call is long: it is sent once, then its number.
    private bool WriteBodyType(Type type)
    {
        if (_sentTypes.TryGetValue(type, out var number))
        {
            _outgoing.WriteVarint((ulong)number);
            return false;
        }

        var name = TypeNames.NameOf(type);
        _sentTypes.Add(type, _sentTypes.Count + 1);
        _outgoing.WriteVarint(0);
        _outgoing.WriteString(name);
        return true;
    }
}
