namespace Samantha.Silo.Storage.Postgres;

/// <summary>
/// Does again what failed for the moment: a connection that broke, a server that restarts. For reads, and for writes that a
/// second time change nothing more.
/// </summary>
internal sealed class PostgresRetry(TimeProvider time)
{
    // Longer than a restart takes, shorter than anyone waits for a reply.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Begins no attempt later than twenty seconds after the first.</summary>
    /// <param name="attempt">Is told how often it was tried before.</param>
    public async Task<T> Run<T>(Func<int, Task<T>> attempt)
    {
        var began = time.GetTimestamp();
        for (var before = 0; ; before++)
        {
            TimeSpan pause;
            try
            {
                return await attempt(before);
            }
            catch (Exception error) when (PostgresProblems.IsTransient(error) && time.GetElapsedTime(began) + (pause = PauseAfter(before)) < Patience)
            {
                StorageMeter.Retried();
            }

            await Task.Delay(pause, time);
        }
    }

    // Exponential, with jitter: those who failed together do not come back together.
    private static TimeSpan PauseAfter(int before)
    {
        var longest = Math.Min(LongestPause.TotalMilliseconds, 50 * Math.Pow(2, before));
        return TimeSpan.FromMilliseconds(longest * (0.5 + (0.5 * Random.Shared.NextDouble())));
    }
}
