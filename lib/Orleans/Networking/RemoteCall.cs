using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Answers a call over the connection that brought it.</summary>
internal sealed class RemoteCall : IResponseSink
{
    private Connection? _connection;
    private TimeProvider _clock = TimeProvider.System;
    private long _received;

    /// <summary>The number by which the caller knows the call.</summary>
    public long Id { get; private set; }

    /// <summary>How many milliseconds the caller waits from when the call was received; 0 for ever.</summary>
    public ulong TimeToLive { get; private set; }

    public bool IsCancellable { get; set; }

    public bool IsExpired => TimeToLive > 0 && _clock.GetElapsedTime(_received).TotalMilliseconds > TimeToLive;

    public static RemoteCall Rent(Connection connection, long id, ulong timeToLive, TimeProvider clock)
    {
        var call = ThreadLocalPool<RemoteCall>.Rent() ?? new RemoteCall();
        call._connection = connection;
        call.Id = id;
        call.TimeToLive = timeToLive;
        call._clock = clock;
        call._received = clock.GetTimestamp();
        return call;
    }

    public void Complete(Response response)
    {
        if (Take() is not { } connection)
            return;

        connection.Respond(this, response);
        response.Dispose();
        Return();
    }

    // Of several responses the first counts.
    private Connection? Take() => Interlocked.Exchange(ref _connection, null);

    private void Return()
    {
        IsCancellable = false;
        ThreadLocalPool<RemoteCall>.Return(this);
    }
}
