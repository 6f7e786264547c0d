using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using Orleans.Serialization.GeneratedCodeHelpers;

namespace Orleans.Runtime;

/// <summary>
/// A connection after its preambles. Requests go both ways. What is to be sent is written into a buffer under a lock;
/// one flush at a time takes the buffer, so that what comes while it is being sent goes out together.
/// </summary>
/// <remarks>
/// A frame is a length of four bytes, a <see cref="FrameKind"/> and the rest. A frame that cannot be understood ends
/// the connection; a call whose arguments cannot be read fails alone.
/// </remarks>
internal sealed partial class Connection : IThreadPoolWorkItem
{
    /// <summary>The length of the length.</summary>
    public const int HeaderSize = sizeof(int);

    private readonly ConnectionContext _context;
    private readonly ConnectionShared _shared;
    private readonly IMessageRouter _router;
    private readonly bool _isAccepted;
    private readonly FieldReader _reader = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastReceived;
    private Exception? _closeReason;

    public Connection(ConnectionContext context, ConnectionShared shared, IMessageRouter router, string peer, bool isAccepted)
    {
        _context = context;
        _shared = shared;
        _router = router;
        _isAccepted = isAccepted;
        Peer = peer;
        _lastReceived = shared.Clock.GetTimestamp();
    }

    /// <summary>The other end, for people.</summary>
    public string Peer { get; }

    /// <summary>The silo at the other end; null if it is a client.</summary>
    public SiloAddress? PeerSilo { get; init; }

    /// <summary>Completes when the connection has ended.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Reads until the connection ends.</summary>
    public async Task RunAsync()
    {
        using var keepAlive = _shared.Clock.CreateTimer(static state => ((Connection)state!).OnTick(), this, _shared.KeepAlivePeriod, _shared.KeepAlivePeriod);
        try
        {
            await ReadAsync(_context.Transport.Input);
        }
        catch (Exception exception)
        {
            _closeReason ??= exception;
        }

        await EndAsync();
    }

    /// <summary>Ends the connection at once.</summary>
    public void Abort(string reason)
    {
        _closeReason ??= new ConnectionAbortedException(reason);
        GiveUpSending();
        _context.Transport.Input.CancelPendingRead();
        _context.Abort(new ConnectionAbortedException(reason));
    }

    private async Task ReadAsync(PipeReader input)
    {
        while (true)
        {
            var result = await input.ReadAsync();
            var buffer = result.Buffer;
            while (TryTakeFrame(ref buffer, out var frame))
                Receive(frame);

            input.AdvanceTo(buffer.Start, buffer.End);
            _lastReceived = _shared.Clock.GetTimestamp();
            if (result.IsCompleted || result.IsCanceled)
                return;

            // A peer that does not read what it asked for is not asked what it wants next. The end that has connected
            // always reads: if both waited for the other, both would wait for ever.
            if (_isAccepted && IsCongested)
                await RoomAsync();
        }
    }

    private bool TryTakeFrame(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (buffer.Length < HeaderSize)
            return false;

        var length = ReadLength(buffer);
        if (length < 1 || length > _shared.MaxFrameSize)
            throw new ConnectionAbortedException($"A message of {length} bytes came; the largest is {_shared.MaxFrameSize}. See MessagingOptions.MaxMessageBodySize.");

        if (buffer.Length < HeaderSize + length)
            return false;

        frame = buffer.Slice(HeaderSize, length);
        buffer = buffer.Slice(HeaderSize + length);
        return true;
    }

    public static int ReadLength(ReadOnlySequence<byte> buffer)
    {
        if (buffer.FirstSpan.Length >= HeaderSize)
            return BinaryPrimitives.ReadInt32LittleEndian(buffer.FirstSpan);

        Span<byte> bytes = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    private void OnTick()
    {
        var silent = _shared.Clock.GetElapsedTime(_lastReceived);
        if (silent > _shared.KeepAlivePeriod * 3)
            Abort($"{Peer} has been silent for {silent.TotalSeconds:0} seconds.");
        else if (silent >= _shared.KeepAlivePeriod)
            SendControl(FrameKind.Ping);

        ForgetEnded();
    }

    private async Task EndAsync()
    {
        var calls = Shut();
        var error = _closeReason is null or ConnectionResetException or OperationCanceledException
            ? new SiloUnavailableException($"The connection to {Peer} has ended; the call may or may not have been made.")
            : new SiloUnavailableException($"The connection to {Peer} has ended; the call may or may not have been made.", _closeReason);
        foreach (var call in calls)
            call.Complete(Serialization.Invocation.Response.FromException(error));

        if (_closeReason is not null)
            _shared.Logger.LogInformation(_closeReason, "The connection to {Peer} has ended", Peer);

        _reader.Release();
        try
        {
            await _context.Transport.Input.CompleteAsync();
            await _context.Transport.Output.CompleteAsync();
            await _context.DisposeAsync();
        }
        catch (Exception exception)
        {
            _shared.Logger.LogDebug(exception, "Closing the connection to {Peer} failed", Peer);
        }

        _closed.TrySetResult();
    }
}
