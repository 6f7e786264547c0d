using System.Collections.Concurrent;
using Samantha.Contracts.Models;

namespace Samantha.Grains.Inference;

/// <summary>What this silo's requests do at each worker, between two reports of it. Safe for several threads.</summary>
internal sealed class WorkerLoads(TimeProvider time, TimeSpan stall)
{
    private readonly ConcurrentDictionary<string, Load> _loads = new(StringComparer.Ordinal);

    /// <summary>A new report came: from here on what is sent is counted on top of it.</summary>
    public void Reported()
    {
        foreach (var load in _loads.Values)
            load.Reported();
    }

    /// <summary>A request goes to a worker; disposing the errand ends it.</summary>
    public Errand Send(string worker) => new(Of(worker), time);

    /// <summary>A request broke off at a worker: others are preferred for a while.</summary>
    public void Failed(string worker) => Of(worker).Fail(time);

    /// <summary>Whether others are to be preferred: it has requests and gives no token, or one broke off there.</summary>
    public bool IsSuspect(FleetWorker worker) =>
        worker.Silence > stall / 2 || _loads.TryGetValue(worker.Status.Worker, out var load) && load.IsSuspect(time, stall);

    /// <summary>Requests that run or wait, in relation to how many run at once.</summary>
    public double QueueDepth(FleetWorker worker) =>
        (worker.Status.Active + worker.Status.Waiting + (_loads.TryGetValue(worker.Status.Worker, out var load) ? load.SentSince : 0)) / (double)Math.Max(1, worker.Status.Capacity);

    private Load Of(string worker) => _loads.GetOrAdd(worker, _ => new Load());

    /// <summary>One request at a worker.</summary>
    public sealed class Errand : IDisposable
    {
        private readonly TimeProvider _time;
        private Load? _load;

        public Errand(Load load, TimeProvider time)
        {
            (_load, _time) = (load, time);
            load.Begin(time);
        }

        /// <summary>A token came.</summary>
        public void Progress() => _load?.Progress(_time);

        public void Dispose() => Interlocked.Exchange(ref _load, null)?.End();
    }

    /// <summary>The requests at one worker.</summary>
    public sealed class Load
    {
        private readonly Lock _gate = new();
        private int _outstanding;
        private int _reported;
        private long _progressAt;
        private long? _failedAt;

        public int SentSince
        {
            get
            {
                lock (_gate)
                    return _outstanding - _reported;
            }
        }

        public void Begin(TimeProvider time)
        {
            lock (_gate)
            {
                if (_outstanding++ == 0)
                    _progressAt = time.GetTimestamp();
            }
        }

        public void Progress(TimeProvider time)
        {
            lock (_gate)
            {
                _progressAt = time.GetTimestamp();
                _failedAt = null;
            }
        }

        public void Fail(TimeProvider time)
        {
            lock (_gate)
                _failedAt = time.GetTimestamp();
        }

        public void End()
        {
            lock (_gate)
                _outstanding--;
        }

        public void Reported()
        {
            lock (_gate)
                _reported = _outstanding;
        }

        public bool IsSuspect(TimeProvider time, TimeSpan stall)
        {
            lock (_gate)
                return _outstanding > 0 && time.GetElapsedTime(_progressAt) >= stall || _failedAt is { } at && time.GetElapsedTime(at) < stall;
        }
    }
}
