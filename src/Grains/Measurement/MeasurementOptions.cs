namespace Samantha.Grains.Measurement;

/// <summary>What of the live stream is measured. The defaults bound a measurement to some 600 short questions.</summary>
public sealed record MeasurementOptions
{
    /// <summary>Whether versions are measured beyond what the gate asks.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>A task ends with the session that brings it to this many lessons; at least 1.</summary>
    public int TaskLessons { get; set; } = 8;

    /// <summary>The most tasks told apart, the oldest being merged; at least 2.</summary>
    public int MostTasks { get; set; } = 24;

    /// <summary>The most lessons of a task that are asked for, a fair sample of it; at least 1.</summary>
    public int MostProbes { get; set; } = 8;

    /// <summary>The most held-out anchors of a set; at least 1.</summary>
    public int MostAnchors { get; set; } = 24;

    /// <summary>The most versions whose measurements are kept; at least <see cref="MostTasks"/>.</summary>
    public int MostVersions { get; set; } = 200;

    /// <summary>The most versions that wait to be measured; the oldest are given up. At least 1.</summary>
    public int MostWaiting { get; set; } = 8;

    /// <summary>How long measuring stands back before it looks again whether training has ended; above zero.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Where TensorBoard's event files go; null or empty for nowhere.</summary>
    public string? TensorBoardFolder { get; set; }
}
