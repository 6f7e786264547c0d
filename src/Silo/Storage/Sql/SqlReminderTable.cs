using System.Data.Common;
using Orleans;
using Orleans.Runtime;
using Samantha.Contracts.Problems;

namespace Samantha.Silo.Storage.Sql;

/// <summary>Reminders in a database: they outlive silos.</summary>
internal sealed class SqlReminderTable(ISqlDatabase database) : IReminderTable
{
    private const string Columns = "SELECT grain, name, start_at, period, etag FROM reminder";
    private const int MostAttempts = 4;
    private const string Here = "grain = @grain AND name = @name";

    /// <inheritdoc/>
    public Task<ReminderTableData> ReadRows(GrainId grainId) => Rows(new($"{Columns} WHERE grain = @grain", ("grain", grainId.ToString())));

    /// <inheritdoc/>
    public Task<ReminderTableData> ReadRows(uint begin, uint end)
    {
        // A range runs around the ring of hashes; one that begins where it ends is the whole ring.
        var both = begin < end ? "AND" : "OR";
        return Rows(new($"{Columns} WHERE hash > @begin {both} hash <= @end", ("begin", (long)begin), ("end", (long)end)));
    }

    /// <inheritdoc/>
    public async Task<ReminderEntry> ReadRow(GrainId grainId, string reminderName) => (await database.Read(
        new($"{Columns} WHERE {Here}", ("grain", grainId.ToString()), ("name", reminderName)), Entry)).FirstOrDefault()!;

    /// <inheritdoc/>
    public async Task<string> UpsertRow(ReminderEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var etag = Guid.NewGuid().ToString();
        await database.Write(new SqlStatement(
            "INSERT INTO reminder (grain, name, hash, start_at, period, etag) VALUES (@grain, @name, @hash, @start, @period, @etag) "
            + "ON CONFLICT (grain, name) DO UPDATE SET start_at = excluded.start_at, period = excluded.period, etag = excluded.etag",
            ("grain", entry.GrainId.ToString()), ("name", entry.ReminderName), ("hash", (long)entry.GrainId.GetUniformHashCode()),
            ("start", entry.StartAt.Ticks), ("period", entry.Period.Ticks), ("etag", etag)));
        return etag;
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await database.WriteOnce(new SqlStatement(
                    $"DELETE FROM reminder WHERE {Here} AND etag = @etag", ("grain", grainId.ToString()), ("name", reminderName), ("etag", eTag))) is [1];
            }
            catch (StorageUnavailableException) when (attempt < MostAttempts)
            {
                // It may have been removed: no other removes just this row.
                if (await ReadRow(grainId, reminderName) is not { } row || row.ETag != eTag)
                    return true;
            }
        }
    }

    /// <inheritdoc/>
    public Task TestOnlyClearTable() => database.Write(new SqlStatement("DELETE FROM reminder"));

    private async Task<ReminderTableData> Rows(SqlStatement query) => new(await database.Read(query, Entry));

    private static ReminderEntry Entry(DbDataReader row) => new()
    {
        GrainId = GrainId.Parse(row.GetString(0)),
        ReminderName = row.GetString(1),
        StartAt = new DateTime(row.GetInt64(2), DateTimeKind.Utc),
        Period = TimeSpan.FromTicks(row.GetInt64(3)),
        ETag = row.GetString(4),
    };
}
