using Microsoft.Extensions.Logging;

namespace Orleans.Runtime.ReminderService;

/// <summary>One reminder: due at its start and every period after it, whenever the silo was started.</summary>
internal sealed class LocalReminder : IDisposable
{
    private readonly ReminderEntry _entry;
    private readonly IRemindable _grain;
    private readonly IReminderRing _ring;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private bool _isFirstDue;
    private volatile bool _isDisposed;

    public LocalReminder(ReminderEntry entry, IRemindable grain, IReminderRing ring, bool isNew, TimeProvider clock, ILogger logger)
    {
        _entry = entry;
        _grain = grain;
        _ring = ring;
        _isFirstDue = isNew;
        _clock = clock;
        _logger = logger;

        // What the registering call has in its async locals is not the reminder's.
        using (Flow.Suppress())
            _timer = clock.CreateTimer(static state => ((LocalReminder)state!).TickAsync().Ignore(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        _timer.Change(TimeUntilDue(), Timeout.InfiniteTimeSpan);
    }

    public string ETag => _entry.ETag;

    public void Dispose()
    {
        _isDisposed = true;
        _timer.Dispose();
    }

    private async Task TickAsync()
    {
        var now = _clock.GetUtcNow().UtcDateTime;

        // A timer cannot wait for more than some weeks, so it may be early.
        if (now >= _entry.StartAt && !_isDisposed && _ring.Serves(_entry.GrainId))
        {
            _isFirstDue = false;
            try
            {
                await _grain.ReceiveReminder(_entry.ReminderName, new TickStatus(_entry.StartAt, _entry.Period, now));
            }
            catch (Exception exception)
            {
                _logger.LogError(exception, "Reminder {Reminder} of {Grain} failed", _entry.ReminderName, _entry.GrainId);
            }
        }

        if (!_isDisposed)
        {
            try
            {
                _timer.Change(TimeUntilDue(), Timeout.InfiniteTimeSpan);
            }
            catch (ObjectDisposedException)
            {
                // Unregistered in between.
            }
        }
    }

    private TimeSpan TimeUntilDue()
    {
        var now = _clock.GetUtcNow().UtcDateTime;

        // One that is new is due at its start, even if that has just passed; of one that another silo had, that was the other's.
        var due = now < _entry.StartAt ? _entry.StartAt - now
            : _isFirstDue ? TimeSpan.Zero
            : _entry.Period - new TimeSpan((now - _entry.StartAt).Ticks % _entry.Period.Ticks);
        return due > TimeSpan.FromDays(40) ? TimeSpan.FromDays(40) : due;
    }
}
