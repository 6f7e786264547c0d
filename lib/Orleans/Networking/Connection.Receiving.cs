using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Orleans.Serialization;
using Orleans.Serialization.GeneratedCodeHelpers;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <content>What is received, by the one loop that reads.</content>
internal sealed partial class Connection
{
    // More kinds of calls than this come from no honest peer.
    private const int MostTypes = 100_000;

    private readonly List<RequestFactory?> _receivedTypes = [];
    private readonly List<string> _receivedNames = [];

    // Calls that their callers may cancel: by the caller's number, what the activation knows them by.
    private readonly ConcurrentDictionary<long, CancelMessage> _cancellable = new();

    private void Receive(in ReadOnlySequence<byte> frame)
    {
        _reader.Begin(frame, _shared.Services);
        try
        {
            switch ((FrameKind)_reader.ReadByte())
            {
                case FrameKind.Request:
                    ReceiveRequest();
                    break;
                case FrameKind.Response:
                    ReceiveResponse();
                    break;
                case FrameKind.Cancel:
                    if (_cancellable.TryGetValue((long)_reader.ReadVarint(), out var cancel))
                        _router.Cancel(cancel);
                    break;
                case FrameKind.Ping:
                    SendControl(FrameKind.Pong);
                    break;
                case FrameKind.Pong:
                    break;
                case FrameKind.GoAway when _isAccepted:
                    _asksNoMore.TrySetResult();
                    break;
                case FrameKind.GoAway:
                    BeSentAway();
                    break;
                default:
                    throw FieldReader.Malformed("there is no such kind of frame");
            }
        }
        finally
        {
            _reader.Release();
        }
    }

    private void ReceiveRequest()
    {
        var header = RequestFormat.ReadHeader(_reader);
        var number = ReadBodyType();
        var call = header.Id == 0 ? null : new RemoteCall(this, header.Id, header.TimeToLive, _shared.Clock);
        RequestBase? body = null;
        Message message;
        try
        {
            body = (_receivedTypes[number] ??= RequestFactory.Find(_receivedNames[number])).Create();
            var context = RequestFormat.ReadBody(_reader, header, body);
            message = Message.CreateRemote(header.Target, body, header.Options, call, context, header.Sender, header.ForwardCount);
            message.SendingSilo = PeerSilo;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            body?.Dispose();
            call?.Complete(Response.FromException(exception as SerializerException ?? new SerializerException("The arguments of the call cannot be read.", exception)));
            return;
        }

        if (call is not null && body.IsCancellable)
        {
            call.IsCancellable = true;
            _cancellable[header.Id] = new CancelMessage(header.Target, message.Id);
        }

        _router.Send(message);
    }

    private int ReadBodyType()
    {
        var number = _reader.ReadVarint();
        if (number > 0)
            return number <= (ulong)_receivedTypes.Count ? (int)number - 1 : throw FieldReader.Malformed("a kind of call that did not come before");

        if (_receivedTypes.Count >= MostTypes)
            throw FieldReader.Malformed("too many kinds of calls");

        _receivedNames.Add(_reader.ReadString());
        _receivedTypes.Add(null);
        return _receivedTypes.Count - 1;
    }

    private void ReceiveResponse()
    {
        var id = (long)_reader.ReadVarint();
        var status = (ResponseStatus)_reader.ReadByte();
        IResponseSink? sink;
        lock (_gate)
            _pending.Remove(id, out sink);

        sink?.Complete(ReadResponse(sink, status));
    }

    private Response ReadResponse(IResponseSink sink, ResponseStatus status)
    {
        if (status == ResponseStatus.Completed)
            return Response.Completed;

        try
        {
            _reader.BeginSession();
            return status == ResponseStatus.Value ? sink.ReadResult(_reader) : Response.FromException(_reader.ReadFirst<Exception>()!);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Response.FromException(exception as SerializerException ?? new SerializerException("The response cannot be read.", exception));
        }
    }

    /// <summary>Answers a call that came over this connection.</summary>
    public void Respond(RemoteCall call, Response response)
    {
        if (call.IsCancellable)
            _cancellable.TryRemove(call.Id, out _);

        Write(FrameKind.Response, (call.Id, response), (writer, state) => WriteResponse(writer, state.Id, state.response));
    }

    private void WriteResponse(FieldWriter writer, long id, Response response)
    {
        writer.WriteVarint((ulong)id);
        var position = writer.Position;
        try
        {
            writer.BeginSession();
            if (response is SuccessResponse)
            {
                writer.WriteByte((byte)ResponseStatus.Completed);
            }
            else if (response.Exception is { } error)
            {
                writer.WriteByte((byte)ResponseStatus.Error);
                writer.WriteField(0, error);
            }
            else
            {
                writer.WriteByte((byte)ResponseStatus.Value);
                response.WriteResult(writer);
            }

            if (writer.Position - position > _shared.MaxFrameSize)
                throw new SerializerException($"it is larger than {_shared.MaxFrameSize} bytes; see MessagingOptions.MaxMessageBodySize.");
        }
        catch (Exception exception)
        {
            writer.Truncate(position);
            writer.BeginSession();
            writer.WriteByte((byte)ResponseStatus.Error);
            writer.WriteField<Exception>(0, new SerializerException($"The response cannot be sent: {exception.Message}"));
        }
    }
}
