namespace Samantha.Client;

/// <summary>Where the service is and how patiently it is asked.</summary>
public sealed class SamanthaClientOptions
{
    /// <summary>The service's address.</summary>
    public Uri BaseAddress { get; set; } = new("http://127.0.0.1:5080");

    /// <summary>
    /// Addresses of other silos of the same service. Where one cannot be reached or is busy, the next is asked, and stays the
    /// first choice until it fails in its turn.
    /// </summary>
    public IReadOnlyList<Uri> OtherAddresses { get; set; } = [];

    /// <summary>One of the service's API keys; null where it has none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>How often a turn is sent in all when the connection breaks or the service is busy; at least 1.</summary>
    public int MostAttempts { get; set; } = 5;

    /// <summary>The pause before a turn is sent the second time; it doubles from time to time. Not negative.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Pauses grow no longer than this. Not negative.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock of the pauses.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>The pause before an attempt, from the second on.</summary>
    internal TimeSpan PauseBefore(int attempt)
    {
        var pause = FirstPause.TotalMilliseconds * Math.Pow(2, attempt - 2);
        return pause < LongestPause.TotalMilliseconds ? TimeSpan.FromMilliseconds(pause) : LongestPause;
    }
}
