using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Answers a call over the connection that brought it; of several responses the first counts.</summary>
/// <param name="connection">The connection.</param>
/// <param name="id">The number by which the caller knows the call.</param>
/// <param name="timeToLive">How many milliseconds the caller waits from now; 0 for ever.</param>
/// <param name="clock">The connection's clock.</param>
internal sealed class RemoteCall(Connection connection, long id, ulong timeToLive, TimeProvider clock) : IResponseSink
{
    private readonly long _received = clock.GetTimestamp();
    private int _isAnswered;

    public long Id => id;

    public ulong TimeToLive => timeToLive;

    /// <summary>Whether the connection knows the call, for its cancellation.</summary>
    public bool IsCancellable { get; set; }

    public bool IsExpired => timeToLive > 0 && clock.GetElapsedTime(_received).TotalMilliseconds > timeToLive;

    public void Complete(Response response)
    {
        if (Interlocked.Exchange(ref _isAnswered, 1) == 0)
            connection.Respond(this, response);

        response.Dispose();
    }
}
