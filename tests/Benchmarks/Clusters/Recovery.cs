using System.Diagnostics;
using Samantha.LoadGenerator;

namespace Samantha.Benchmarks.Clusters;

/// <summary>
/// How long users wait after a silo was killed. Of each user who waits for a turn within the time that is looked at: from
/// the kill, or from the turn's beginning where that came later, until its confirmation, so that thinking does not
/// count. Where whose grain is cannot be seen from outside; so of N silos' users the slowest N-th after each kill stand
/// for those of the killed one, which is never better than they themselves.
/// </summary>
internal static class Recovery
{
    /// <summary>Milliseconds waited by the users of one killed silo.</summary>
    /// <param name="users">What each user waited for.</param>
    /// <param name="killed">When, in <see cref="Stopwatch"/>'s ticks.</param>
    /// <param name="window">Turns that began within this time are looked at.</param>
    /// <param name="silos">How many silos there were.</param>
    public static IReadOnlyList<double> After(IEnumerable<IReadOnlyList<Wait>> users, long killed, TimeSpan window, int silos)
    {
        var until = killed + (long)(window.TotalSeconds * Stopwatch.Frequency);
        var waited = users
            .Select(waits => waits.FirstOrDefault(wait => wait.Ended > killed))
            .Where(wait => wait.Ended > 0 && wait.Began < until)
            .Select(wait => Stopwatch.GetElapsedTime(Math.Max(wait.Began, killed), wait.Ended).TotalMilliseconds)
            .OrderDescending()
            .ToList();
        return waited[..((waited.Count + silos - 1) / silos)];
    }
}
