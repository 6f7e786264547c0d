using Microsoft.Extensions.DependencyInjection;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Reminders;

/// <summary>A table of the application's own, which outlives the silo.</summary>
public sealed class ListReminderTable : IReminderTable
{
    private readonly List<ReminderEntry> _rows = [];
    private int _version;

    public Task<ReminderTableData> ReadRows(GrainId grainId) => Read(row => row.GrainId == grainId);

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Read(row =>
    {
        var hash = row.GrainId.GetUniformHashCode();
        return begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;
    });

    public Task<ReminderEntry> ReadRow(GrainId grainId, string reminderName)
    {
        lock (_rows)
            return Task.FromResult(_rows.Find(row => row.GrainId == grainId && row.ReminderName == reminderName)!);
    }

    public Task<string> UpsertRow(ReminderEntry entry)
    {
        lock (_rows)
        {
            _rows.RemoveAll(row => row.GrainId == entry.GrainId && row.ReminderName == entry.ReminderName);
            var version = $"{++_version}";
            _rows.Add(new ReminderEntry { GrainId = entry.GrainId, ReminderName = entry.ReminderName, StartAt = entry.StartAt, Period = entry.Period, ETag = version });
            return Task.FromResult(version);
        }
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        lock (_rows)
            return Task.FromResult(_rows.RemoveAll(row => row.GrainId == grainId && row.ReminderName == reminderName && row.ETag == eTag) > 0);
    }

    public Task TestOnlyClearTable()
    {
        lock (_rows)
            _rows.Clear();

        return Task.CompletedTask;
    }

    private Task<ReminderTableData> Read(Predicate<ReminderEntry> predicate)
    {
        lock (_rows)
            return Task.FromResult(new ReminderTableData(_rows.FindAll(predicate)));
    }
}

public sealed class ReminderTableTests
{
    [Fact]
    public async Task Reminder_InATableThatOutlivesTheSilo_TicksAfterARestart()
    {
        var table = new ListReminderTable();
        await using var silo = await TestSilo.StartAsync(
            builder => builder.AddReminders().Services.AddSingleton<IReminderTable>(table),
            manualClock: true);
        await silo.Grain<IReminderGrain>().Register("r", TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
        await silo.Cluster.RestartSiloAsync(silo.Cluster.Silos[0]);

        silo.Clock.Advance(TimeSpan.FromMinutes(9));
        silo.Probe["r 1"].IsReached.ShouldBeFalse();
        await silo.Clock.AdvanceUntilAsync(silo.Probe["r 1"].Reached, TimeSpan.FromMinutes(1), silo.Grain<IReminderGrain>().GetAll);
    }
}
