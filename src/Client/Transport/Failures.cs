namespace Samantha.Client.Transport;

/// <summary>The failures of one request in a row, and how much patience is left.</summary>
internal sealed class Failures(SamanthaClientOptions options)
{
    private long _first;
    private int _count;

    /// <summary>The newest of them; null before the first.</summary>
    public Exception? Last { get; private set; }

    /// <summary>Whether the same request may succeed in a moment.</summary>
    public static bool Pass(Exception failure) => failure is HttpRequestException or IOException or SamanthaProblemException { IsTransient: true };

    /// <summary>Whether the service has done nothing of the request.</summary>
    public static bool WasNotBegun(Exception failure) => failure is SamanthaProblemException { IsTransient: true }
        or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };

    /// <summary>Counts another one.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="pause">The time to wait before the request is sent again.</param>
    /// <returns>Whether there is patience for that.</returns>
    public bool TryNext(Exception failure, out TimeSpan pause)
    {
        Last = failure;
        if (_count++ == 0)
            _first = options.Time.GetTimestamp();
        pause = Longest(_count) * (1 - (options.Random.NextDouble() / 2));
        return options.Time.GetElapsedTime(_first) + pause < options.Patience;
    }

    private TimeSpan Longest(int count)
    {
        var pause = options.FirstPause.TotalMilliseconds * Math.Pow(2, count - 1);
        return pause < options.LongestPause.TotalMilliseconds ? TimeSpan.FromMilliseconds(pause) : options.LongestPause;
    }
}
