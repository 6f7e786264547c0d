using System.Collections.Concurrent;

namespace Samantha.LoadGenerator;

/// <summary>Counts and times what happens, for all users together.</summary>
internal sealed class LoadMeter
{
    private readonly ConcurrentDictionary<string, int> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Interruption> _interruptions = new();
    private readonly Lock _gate = new();
    private readonly List<double> _first = [];
    private readonly List<double> _whole = [];
    private int _underWay;

    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>How often the client sent a turn again.</summary>
    public int Retries => _interruptions.Count(interruption => !interruption.IsGivenUp);

    /// <summary>Replies that broke off after they had begun, whether the turn was confirmed in the end or not.</summary>
    public int Cut => _interruptions.Count(interruption => interruption.Heard != Heard.Nothing);

    /// <summary>Confirmed turns of each version.</summary>
    public IReadOnlyDictionary<string, int> Models => _models;

    /// <summary>Turns that failed in spite of the client's retries, by reason.</summary>
    public IReadOnlyDictionary<string, int> Failures =>
        _interruptions.Where(interruption => interruption.IsGivenUp).CountBy(interruption => interruption.Cause).ToDictionary();

    public int Failed => _interruptions.Count(interruption => interruption.IsGivenUp);

    /// <summary>Every turn that was sent again or given up, in the order of their times.</summary>
    public IReadOnlyList<Interruption> Interruptions => [.. _interruptions];

    public int Turns
    {
        get
        {
            lock (_gate)
                return _whole.Count;
        }
    }

    public void Begin() => Interlocked.Increment(ref _underWay);

    public void Restart(Exception cause, Heard heard) =>
        _interruptions.Enqueue(new Interruption(DateTimeOffset.UtcNow, heard, Interruption.Name(cause), IsGivenUp: false));

    public void Confirm(TimeSpan first, TimeSpan whole, string model)
    {
        Interlocked.Decrement(ref _underWay);
        _models.AddOrUpdate(model, 1, (_, count) => count + 1);
        lock (_gate)
        {
            // A replayed turn, or an empty reply, has no first token.
            if (first > TimeSpan.Zero)
                _first.Add(first.TotalMilliseconds);
            _whole.Add(whole.TotalMilliseconds);
        }
    }

    public void Fail(Exception failure, Heard heard)
    {
        Interlocked.Decrement(ref _underWay);
        _interruptions.Enqueue(new Interruption(DateTimeOffset.UtcNow, heard, Interruption.Name(failure), IsGivenUp: true));
    }

    public (Percentiles FirstToken, Percentiles WholeTurn) Latencies()
    {
        lock (_gate)
            return (Percentiles.Of(_first), Percentiles.Of(_whole));
    }
}

/// <summary>Quantiles by the nearest rank, in milliseconds.</summary>
internal sealed record Percentiles(double P50, double P90, double P99, double P999, double Max)
{
    public static Percentiles Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? new(0, 0, 0, 0, 0) : new(At(0.5), At(0.9), At(0.99), At(0.999), sorted[^1]);

        double At(double quantile) => sorted[Math.Max(0, (int)Math.Ceiling(quantile * sorted.Count) - 1)];
    }
}
