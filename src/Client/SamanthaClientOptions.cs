namespace Samantha.Client;

/// <summary>Where the service is and how patiently it is asked.</summary>
public sealed class SamanthaClientOptions
{
    /// <summary>The service's address.</summary>
    public Uri BaseAddress { get; set; } = new("http://127.0.0.1:5080");

    /// <summary>
    /// Addresses of other silos of the same service. Where one cannot be reached, is silent or is busy, the next is asked at
    /// once, and stays the first choice until it fails in its turn.
    /// </summary>
    public IReadOnlyList<Uri> OtherAddresses { get; set; } = [];

    /// <summary>One of the service's API keys; null where it has none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// How long a request is sent again that fails in a way that passes: the connection breaks, a silo is gone, the service is
    /// busy. Long enough, unless set, for a silo's place to be taken. Zero sends everything once.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>The longest pause before a request is sent the second time; it doubles from time to time. Not negative.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Pauses grow no longer than this. Not negative.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a silo may take to begin an answer over HTTP before another is asked. Three times as long where there is no
    /// other, and for requests that change something, which may wait for a turn under way.
    /// </summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer over HTTP may be silent before it is asked for again; the service sends a sign of life every three seconds.</summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of pauses and limits.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Spreads the pauses of clients that failed together.</summary>
    internal Random Random { get; set; } = Random.Shared;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstPause, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestPause, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ResponseTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SilenceTimeout, TimeSpan.Zero);
    }
}
