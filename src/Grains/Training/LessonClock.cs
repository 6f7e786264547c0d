namespace Samantha.Grains.Training;

/// <summary>
/// Says when a session is due: when enough lessons wait, when none came for a while, or when the oldest has waited long.
/// </summary>
internal sealed class LessonClock(LearningOptions options, TimeProvider time)
{
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;

    /// <summary>Lessons changed.</summary>
    /// <param name="waiting">How many wait now.</param>
    public void Arrived(int waiting)
    {
        _last = waiting == 0 ? null : time.GetUtcNow();
        _first = waiting == 0 ? null : _first ?? _last;
    }

    /// <summary>Lessons wait from before.</summary>
    public void Restore(int waiting)
    {
        _first = null;
        _last = null;
        if (waiting > 0)
            Arrived(waiting);
    }

    /// <summary>Whether a session should start now.</summary>
    public bool IsDue(int waiting) => waiting > 0 && UntilDue(waiting) <= TimeSpan.Zero;

    /// <summary>Waits until a session may be due, there are news, or it is time to look through the log.</summary>
    public async Task Sleep(int waiting, Task news, CancellationToken cancellationToken)
    {
        var until = options.Enabled && waiting > 0 ? UntilDue(waiting) : options.LookInterval;
        until = until > options.LookInterval ? options.LookInterval : until;
        if (until <= TimeSpan.Zero)
            return;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(news, Task.Delay(until, time, timer.Token));
        await timer.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private TimeSpan UntilDue(int waiting)
    {
        if (waiting >= options.EnoughLessons || _first is not { } first || _last is not { } last)
            return TimeSpan.Zero;
        var now = time.GetUtcNow();
        var quiet = last + options.QuietTime - now;
        var longest = first + options.LongestWait - now;
        return quiet < longest ? quiet : longest;
    }
}
