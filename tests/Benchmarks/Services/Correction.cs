namespace Samantha.Benchmarks.Services;

/// <summary>A correction of the stream, and what became of it. Times are since the stream began.</summary>
internal sealed class Correction(Lesson lesson, TimeSpan at)
{
    public Lesson Lesson => lesson;

    /// <summary>When its user asks and corrects.</summary>
    public TimeSpan At => at;

    /// <summary>When it was given.</summary>
    public TimeSpan? Taught { get; set; }

    /// <summary>Whether its question, before anyone taught it, was given the answer of another correction.</summary>
    public bool Misled { get; set; }

    /// <summary>When all workers were seen to serve the version that answers it.</summary>
    public TimeSpan? Served { get; set; }

    public string? Version { get; set; }

    /// <summary>When it was asked again by someone else, an hour of stream after it was given.</summary>
    public TimeSpan? AskedAgain { get; set; }

    /// <summary>Whether it was answered rightly then.</summary>
    public bool Exact { get; set; }

    /// <summary>Whether it was, in other words.</summary>
    public bool Paraphrased { get; set; }
}
