using Microsoft.Extensions.Logging;

namespace Orleans.Runtime.ReminderService;

/// <summary>One reminder: due at its start and every period after it, whenever the silo was started.</summary>
internal sealed class LocalReminder : IDisposable
{
    private readonly ReminderEntry _entry;
    private readonly IRemindable _grain;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private bool _hasTicked;
    private volatile bool _isDisposed;

    public LocalReminder(ReminderEntry entry, IRemindable grain, TimeProvider clock, ILogger logger)
    {
        _entry = entry;
        _grain = grain;
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
        if (now >= _entry.StartAt && !_isDisposed)
        {
            _hasTicked = true;
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

        // At its very start a reminder is due once, then a period later.
        var isFirst = now < _entry.StartAt || (now == _entry.StartAt && !_hasTicked);
        var due = isFirst ? _entry.StartAt - now : _entry.Period - new TimeSpan((now - _entry.StartAt).Ticks % _entry.Period.Ticks);
        return due > TimeSpan.FromDays(40) ? TimeSpan.FromDays(40) : due;
    }
}
