using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;

namespace Orleans.Runtime.ReminderService;

/// <summary>
/// Sends the reminders of a silo's part of the ring when they are due. The table is the truth: it is read when the
/// silo starts, when its part changes and again from time to time. What is due when no silo has a part is not sent.
/// </summary>
internal sealed class LocalReminderService(
    IServiceProvider services,
    IReminderRing ring,
    IOptions<ReminderOptions> options,
    TimeProvider clock,
    ILogger<LocalReminderService> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(GrainId GrainId, string Name), LocalReminder> _reminders = [];
    private readonly Lock _gate = new();
    private IReminderTable? _table;
    private ITimer? _refreshTimer;
    private bool _isStopped;

    private IReminderTable Table => _table ?? throw new InvalidOperationException("The reminder service has not started.");

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe<LocalReminderService>(ServiceLifecycleStage.RuntimeGrainServices, StartTableAsync, StopTableAsync);
        lifecycle.Subscribe<LocalReminderService>(ServiceLifecycleStage.Active, StartAsync, StopAsync);
    }

    public async Task<IGrainReminder> RegisterAsync(GrainId grainId, string name, TimeSpan dueTime, TimeSpan period)
    {
        var entry = new ReminderEntry { GrainId = grainId, ReminderName = name, StartAt = clock.GetUtcNow().UtcDateTime + dueTime, Period = period };
        entry.ETag = await Table.UpsertRow(entry)
            ?? throw new ReminderException($"Could not register reminder {name} of {grainId} with the reminder table.");
        Set(entry, isNew: true);
        ring.Tell(grainId, name);
        return new GrainReminder(grainId, name, entry.ETag);
    }

    public async Task UnregisterAsync(GrainReminder reminder)
    {
        if (!await Table.RemoveRow(reminder.GrainId, reminder.ReminderName, reminder.ETag))
            throw new ReminderException($"Could not unregister reminder {reminder.ReminderName} of {reminder.GrainId}: it has been changed or is gone.");

        Remove((reminder.GrainId, reminder.ReminderName));
        ring.Tell(reminder.GrainId, reminder.ReminderName);
    }

    public async Task<IGrainReminder?> GetAsync(GrainId grainId, string name) =>
        await Table.ReadRow(grainId, name) is { } entry ? new GrainReminder(grainId, name, entry.ETag) : null;

    public async Task<List<IGrainReminder>> GetAllAsync(GrainId grainId) =>
        [.. (await Table.ReadRows(grainId)).Reminders.Select(entry => new GrainReminder(grainId, entry.ReminderName, entry.ETag))];

    private async Task StartTableAsync(CancellationToken cancellationToken)
    {
        _table = services.GetService<IReminderTable>()
            ?? throw new OrleansConfigurationException("No reminder table is configured: register an IReminderTable, or call UseInMemoryReminderService.");
        await _table.StartAsync(cancellationToken).WaitAsync(options.Value.InitializationTimeout, clock, cancellationToken);
    }

    private Task StopTableAsync(CancellationToken cancellationToken) => _table?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var period = options.Value.RefreshReminderListPeriod;
        _refreshTimer = clock.CreateTimer(_ => RefreshAsync().Ignore(), null, period, period);
        ring.Changed += OnRingChanged;
        ring.ReminderChanged += OnReminderChanged;
        await RefreshAsync();
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        ring.Changed -= OnRingChanged;
        ring.ReminderChanged -= OnReminderChanged;
        lock (_gate)
        {
            _isStopped = true;
            foreach (var reminder in _reminders.Values)
                reminder.Dispose();

            _reminders.Clear();
        }

        if (_refreshTimer is not null)
            await _refreshTimer.DisposeAsync();
    }

    private void OnRingChanged()
    {
        foreach (var key in Keys().Where(key => !ring.Serves(key.GrainId)))
            Remove(key);

        RefreshAsync().Ignore();
    }

    private void OnReminderChanged(GrainId grainId, string name) => ReadAgainAsync((grainId, name)).Ignore();

    private async Task ReadAgainAsync((GrainId GrainId, string Name) key)
    {
        if (await Table.ReadRow(key.GrainId, key.Name) is { } entry)
            Set(entry, isNew: true);
        else
            Remove(key);
    }

    private async Task RefreshAsync()
    {
        try
        {
            var entries = new List<ReminderEntry>();
            foreach (var (begin, end) in ring.Ranges.ToArray())
                entries.AddRange((await Table.ReadRows(begin, end)).Reminders);

            foreach (var entry in entries)
                Set(entry, isNew: false);

            var present = entries.Select(entry => (entry.GrainId, entry.ReminderName)).ToHashSet();
            foreach (var key in Keys().Where(key => !present.Contains(key)))
            {
                // Read again: it may have been registered since the table was read.
                if (await Table.ReadRow(key.GrainId, key.Name) is null)
                    Remove(key);
            }
        }
        catch (Exception exception)
        {
            var period = options.Value.RefreshReminderListPeriod;
            var delay = period < RetryDelay ? period : RetryDelay;
            logger.LogError(exception, "Reading the reminder table failed; it is tried again after {Delay}", delay);
            _refreshTimer?.Change(delay, period);
        }
    }

    private List<(GrainId GrainId, string Name)> Keys()
    {
        lock (_gate)
            return [.. _reminders.Keys];
    }

    private void Set(ReminderEntry entry, bool isNew)
    {
        lock (_gate)
        {
            var key = (entry.GrainId, entry.ReminderName);
            if (_isStopped || !ring.Serves(entry.GrainId) || (_reminders.TryGetValue(key, out var known) && known.ETag == entry.ETag))
                return;

            known?.Dispose();
            _reminders[key] = new LocalReminder(entry, services.GetRequiredService<IGrainFactory>().GetGrain<IRemindable>(entry.GrainId), ring, isNew, clock, logger);
        }
    }

    private void Remove((GrainId GrainId, string Name) key)
    {
        lock (_gate)
        {
            if (_reminders.Remove(key, out var reminder))
                reminder.Dispose();
        }
    }
}
