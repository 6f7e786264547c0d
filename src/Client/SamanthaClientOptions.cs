namespace Samantha.Client;

/// <summary>Where the service is and how patiently it is asked.</summary>
public sealed class SamanthaClientOptions
{
    /// <summary>The service's address.</summary>
    public Uri BaseAddress { get; set; } = new("http://127.0.0.1:5080");

    /// <summary>One of the service's API keys; null where it has none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>How often a turn is sent in all when the connection breaks or the service is busy; at least 1.</summary>
    public int MostAttempts { get; set; } = 5;

    /// <summary>The pause before a turn is sent the second time; it doubles from time to time. Not negative.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The clock of the pauses.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;
}
