using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.AdoNet;
using Orleans.Runtime.ReminderService;

namespace Orleans.Configuration
{
    /// <summary>The database that keeps reminders.</summary>
    public class AdoNetReminderTableOptions
    {
        /// <summary>The provider: Npgsql or Microsoft.Data.Sqlite.</summary>
        public string Invariant { get; set; } = null!;

        /// <summary>How to reach the database.</summary>
        public string? ConnectionString { get; set; }
    }
}

namespace Orleans.Hosting
{
    /// <summary>Adds reminders that are kept in a database to a silo.</summary>
    public static class AdoNetReminderHostingExtensions
    {
        /// <summary>Adds reminders that are kept in a database.</summary>
        public static ISiloBuilder UseAdoNetReminderService(this ISiloBuilder builder, Action<AdoNetReminderTableOptions> configureOptions) =>
            builder.UseAdoNetReminderService((OptionsBuilder<AdoNetReminderTableOptions> options) => options.Configure(configureOptions));

        /// <summary>Adds reminders that are kept in a database.</summary>
        public static ISiloBuilder UseAdoNetReminderService(this ISiloBuilder builder, Action<OptionsBuilder<AdoNetReminderTableOptions>> configureOptions)
        {
            ArgumentNullException.ThrowIfNull(configureOptions);
            configureOptions(builder.Services.AddOptions<AdoNetReminderTableOptions>());
            builder.AddReminders();
            builder.Services.TryAddSingleton<IReminderTable>(services =>
            {
                var options = services.GetRequiredService<IOptions<AdoNetReminderTableOptions>>().Value;
                return new AdoNetReminderTable(
                    new Database(options.Invariant, options.ConnectionString),
                    services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId);
            });
            return builder;
        }
    }
}

namespace Orleans.Runtime.ReminderService
{
    /// <summary>Keeps the reminders of a service in a database.</summary>
    internal sealed class AdoNetReminderTable(Database database, string serviceId) : IReminderTable
    {
        private static readonly DatabaseSchema Schema = new("reminders", static _ =>
        [
            """
            CREATE TABLE orleans_reminder (
                service_id TEXT NOT NULL, grain_id TEXT NOT NULL, name TEXT NOT NULL, grain_hash BIGINT NOT NULL,
                start_at BIGINT NOT NULL, period BIGINT NOT NULL, etag TEXT NOT NULL,
                PRIMARY KEY (service_id, grain_id, name));
            CREATE INDEX orleans_reminder_hash ON orleans_reminder (service_id, grain_hash);
            """,
        ]);

        private const string Select = "SELECT grain_id, name, start_at, period, etag FROM orleans_reminder WHERE service_id = @service";
        private const string OfGrain = " AND grain_id = @grain";
        private const string OfName = " AND name = @name";
        private const string Between = " AND grain_hash > @begin AND grain_hash <= @end";
        private const string Around = " AND (grain_hash > @begin OR grain_hash <= @end)";
        private const string Upsert =
            """
            INSERT INTO orleans_reminder (service_id, grain_id, name, grain_hash, start_at, period, etag)
            VALUES (@service, @grain, @name, @hash, @start, @period, @etag)
            ON CONFLICT (service_id, grain_id, name) DO UPDATE SET start_at = excluded.start_at, period = excluded.period, etag = excluded.etag
            """;

        private const string Delete = "DELETE FROM orleans_reminder WHERE service_id = @service";
        private const string OfVersion = " AND etag = @etag";

        public Task StartAsync(CancellationToken cancellationToken = default) => Schema.ApplyAsync(database, cancellationToken);

        public async Task<ReminderTableData> ReadRows(GrainId grainId) =>
            new(await ReadAsync(Select + OfGrain, ("@service", serviceId), ("@grain", grainId.ToString())));

        // One that begins where it ends is the whole ring.
        public async Task<ReminderTableData> ReadRows(uint begin, uint end) =>
            new(await ReadAsync(Select + (begin < end ? Between : Around), ("@service", serviceId), ("@begin", (long)begin), ("@end", (long)end)));

        public async Task<ReminderEntry> ReadRow(GrainId grainId, string reminderName) =>
            (await ReadAsync(Select + OfGrain + OfName, ("@service", serviceId), ("@grain", grainId.ToString()), ("@name", reminderName))).FirstOrDefault()!;

        public async Task<string> UpsertRow(ReminderEntry entry)
        {
            var etag = Guid.NewGuid().ToString("N");
            await ExecuteAsync(
                Upsert,
                ("@service", serviceId),
                ("@grain", entry.GrainId.ToString()),
                ("@name", entry.ReminderName),
                ("@hash", (long)entry.GrainId.GetUniformHashCode()),
                ("@start", entry.StartAt.Ticks),
                ("@period", entry.Period.Ticks),
                ("@etag", etag));
            return etag;
        }

        public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) =>
            await ExecuteAsync(
                Delete + OfGrain + OfName + OfVersion,
                ("@service", serviceId),
                ("@grain", grainId.ToString()),
                ("@name", reminderName),
                ("@etag", eTag)) > 0;

        public Task TestOnlyClearTable() => ExecuteAsync(Delete, ("@service", serviceId));

        private async Task<int> ExecuteAsync(string sql, params (string Name, object? Value)[] parameters)
        {
            await using var connection = await database.OpenAsync(CancellationToken.None);
            return await connection.Command(null, sql, parameters).ExecuteAsync(CancellationToken.None);
        }

        private async Task<List<ReminderEntry>> ReadAsync(string sql, params (string Name, object? Value)[] parameters)
        {
            await using var connection = await database.OpenAsync(CancellationToken.None);
            await using var command = connection.Command(null, sql, parameters);
            await using var reader = await command.ExecuteReaderAsync();
            var entries = new List<ReminderEntry>();
            while (await reader.ReadAsync())
                entries.Add(EntryOf(reader));

            return entries;
        }

        private static ReminderEntry EntryOf(DbDataReader reader) => new()
        {
            GrainId = GrainId.Parse(reader.GetString(0)),
            ReminderName = reader.GetString(1),
            StartAt = new DateTime(reader.GetInt64(2), DateTimeKind.Utc),
            Period = TimeSpan.FromTicks(reader.GetInt64(3)),
            ETag = reader.GetString(4),
        };
    }
}
