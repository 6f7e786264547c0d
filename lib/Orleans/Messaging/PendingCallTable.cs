namespace Orleans.Runtime;

/// <summary>
/// The calls that wait for a response, so that those which wait too long are failed. They are in lists, each with a
/// lock of its own that is held for a few instructions, and a call joins the list of the thread that makes it.
/// </summary>
internal sealed class PendingCallTable : IDisposable
{
    private readonly Shard[] _shards;
    private readonly TimeProvider _clock;
    private readonly Action<IPendingCall> _onExpired;
    private readonly ITimer _timer;

    public PendingCallTable(TimeProvider clock, TimeSpan scanPeriod, Action<IPendingCall> onExpired)
    {
        _clock = clock;
        _onExpired = onExpired;
        _shards = new Shard[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount * 2)];
        for (var i = 0; i < _shards.Length; i++)
            _shards[i] = new Shard();

        _timer = clock.CreateTimer(static state => ((PendingCallTable)state!).Scan(), this, scanPeriod, scanPeriod);
    }

    public void Add(IPendingCall call, TimeSpan timeout)
    {
        call.Deadline = timeout == Timeout.InfiniteTimeSpan
            ? long.MaxValue
            : _clock.GetTimestamp() + (long)(timeout.TotalSeconds * _clock.TimestampFrequency);
        _shards[Environment.CurrentManagedThreadId & (_shards.Length - 1)].Add(call);
    }

    /// <summary>Fails every call that still waits.</summary>
    public void FailAll(Func<Exception> error)
    {
        foreach (var call in Waiting())
            call.Fail(error());
    }

    public void Dispose() => _timer.Dispose();

    private void Scan()
    {
        var now = _clock.GetTimestamp();
        foreach (var call in Waiting().Where(call => call.Deadline <= now))
            _onExpired(call);
    }

    private List<IPendingCall> Waiting()
    {
        var calls = new List<IPendingCall>();
        foreach (var shard in _shards)
            shard.CopyTo(calls);

        return calls;
    }

    internal sealed class Shard
    {
        private readonly Lock _gate = new();
        private IPendingCall? _first;

        public void Add(IPendingCall call)
        {
            lock (_gate)
            {
                call.Shard = this;
                call.Next = _first;
                if (_first is not null)
                    _first.Previous = call;

                _first = call;
            }
        }

        public void Remove(IPendingCall call)
        {
            lock (_gate)
            {
                if (call.Shard is null)
                    return;

                call.Shard = null;
                if (call.Previous is { } previous)
                    previous.Next = call.Next;
                else
                    _first = call.Next;

                if (call.Next is { } next)
                    next.Previous = call.Previous;

                call.Next = null;
                call.Previous = null;
            }
        }

        public void CopyTo(List<IPendingCall> calls)
        {
            lock (_gate)
            {
                for (var call = _first; call is not null; call = call.Next)
                    calls.Add(call);
            }
        }
    }
}
