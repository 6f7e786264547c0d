namespace Samantha.Training.Tests;

/// <summary>A clock that goes on by a set step whenever it is read.</summary>
internal sealed class ManualTime(TimeSpan step) : TimeProvider
{
    private long now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now += step.Ticks;
}
