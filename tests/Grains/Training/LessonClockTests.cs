using Samantha.Grains.Tests.Doubles;
using Samantha.Grains.Training;

namespace Samantha.Grains.Tests.Training;

public sealed class LessonClockTests
{
    private static readonly LearningOptions Options = new()
    {
        EnoughLessons = 5,
        QuietTime = TimeSpan.FromSeconds(4),
        LongestWait = TimeSpan.FromSeconds(10),
        LookInterval = TimeSpan.FromSeconds(30),
    };

    private readonly ManualTime _time = new();
    private readonly LessonClock _clock;

    public LessonClockTests() => _clock = new LessonClock(Options, _time);

    [Fact]
    public void IsDue_Quiet_AfterTheQuietTime()
    {
        _clock.Arrived(1);
        _clock.IsDue(1).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(3.9));
        _clock.IsDue(1).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        _clock.IsDue(1).ShouldBeTrue();
    }

    [Fact]
    public void IsDue_Dripping_AfterTheLongestWait()
    {
        for (var i = 1; i <= 4; i++)
        {
            _clock.Arrived(i);
            _clock.IsDue(i).ShouldBeFalse();
            _time.Advance(TimeSpan.FromSeconds(2.5));
        }

        _clock.IsDue(4).ShouldBeTrue();
    }

    [Fact]
    public void IsDue_Enough_AtOnce()
    {
        _clock.Arrived(5);
        _clock.IsDue(5).ShouldBeTrue();
    }

    [Fact]
    public void IsDue_None_Never()
    {
        _clock.Arrived(0);
        _time.Advance(TimeSpan.FromDays(1));
        _clock.IsDue(0).ShouldBeFalse();
    }

    [Fact]
    public async Task Sleep_LessonsWait_EndsWhenTheyAreDue()
    {
        _clock.Arrived(1);
        var sleep = _clock.Sleep(1, new TaskCompletionSource().Task, TestContext.Current.CancellationToken);
        sleep.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(4));
        await sleep;
    }

    [Fact]
    public async Task Sleep_NothingWaits_EndsWithNewsOrTheInterval()
    {
        var news = new TaskCompletionSource();
        var sleep = _clock.Sleep(0, news.Task, TestContext.Current.CancellationToken);
        sleep.IsCompleted.ShouldBeFalse();
        news.SetResult();
        await sleep;

        var other = _clock.Sleep(0, new TaskCompletionSource().Task, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(30));
        await other;
    }
}
