using System.Collections.Concurrent;
using System.Diagnostics;

namespace Samantha.Benchmarks.Services;

/// <summary>The waits between tokens of all streams, each with the moment at which it ended.</summary>
internal sealed class TokenGaps
{
    private readonly ConcurrentQueue<(long At, TimeSpan Wait)> _gaps = new();

    public void Add(long began, long ended) => _gaps.Enqueue((ended, Stopwatch.GetElapsedTime(began, ended)));

    public int Count => _gaps.Count;

    /// <summary>The longest wait among those that overlap one of the windows, or none of them.</summary>
    public TimeSpan Longest(IReadOnlyList<(long From, long To)> windows, bool inside) =>
        _gaps.Where(gap => windows.Any(window => gap.At >= window.From && gap.At - Ticks(gap.Wait) <= window.To) == inside)
            .Select(gap => gap.Wait).DefaultIfEmpty().Max();

    public TimeSpan Quantile(double share)
    {
        var waits = _gaps.Select(gap => gap.Wait).Order().ToList();
        return waits.Count == 0 ? TimeSpan.Zero : waits[(int)Math.Min(waits.Count - 1, share * waits.Count)];
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
