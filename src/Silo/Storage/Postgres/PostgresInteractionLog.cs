using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;
using Samantha.Contracts.Interactions;
using Samantha.Contracts.Problems;
using Samantha.Grains.Interactions;
using Samantha.Silo.Storage.Sql;

namespace Samantha.Silo.Storage.Postgres;

/// <summary>
/// The interaction log in PostgreSQL. Appends that come while a transaction is being made durable go together into the next
/// one (group commit; DeWitt et al., 1984): one way to the database and one wait for its disk for all of them.
/// </summary>
internal sealed class PostgresInteractionLog : SqlInteractionLog, IAsyncDisposable
{
    private const int LargestBatch = 512;
    private const int LongestBatch = 4_000_000; // characters

    private readonly PostgresDatabase _database;
    private readonly Channel<PostgresAppend> _queue;
    private readonly Task _loop;

    /// <param name="database">Where the log is.</param>
    /// <param name="queueCapacity">How many appends may wait before callers are refused.</param>
    public PostgresInteractionLog(PostgresDatabase database, int queueCapacity = 16_384)
        : base(database)
    {
        _database = database;
        _queue = Channel.CreateBounded<PostgresAppend>(new BoundedChannelOptions(queueCapacity) { SingleReader = true });
        _loop = Task.Run(Loop);
    }

    /// <summary>Transactions committed so far.</summary>
    public long Commits { get; private set; }

    /// <inheritdoc/>
    public override Task<LoggedInteraction> Append(string user, long after, Interaction interaction)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var append = new PostgresAppend(user, after, interaction);
        if (_queue.Writer.TryWrite(append))
            return append.Task;
        return Task.FromException<LoggedInteraction>(_queue.Reader.Completion.IsCompleted
            ? new StorageUnavailableException("The storage is shutting down; send the request again to a service that runs.")
            : new OverloadedException("Too many writes wait for the storage; try again in a moment."));
    }

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private async Task Loop()
    {
        var batch = new List<PostgresAppend>(LargestBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            var length = 0;
            while (batch.Count < LargestBatch && length < LongestBatch && _queue.Reader.TryRead(out var append))
            {
                batch.Add(append);
                length += append.Body.Length;
            }

            await Commit(batch);
            batch.Clear();
        }
    }

    private async Task Commit(IReadOnlyList<PostgresAppend> batch)
    {
        try
        {
            var places = await _database.OnConnection((connection, before) => Send(connection, batch, again: before > 0));
            Commits++;
            foreach (var (append, place) in batch.Zip(places))
                append.Commit(place);
        }
        catch (Exception error) when (batch.Count > 1 && !PostgresProblems.IsTransient(error))
        {
            // One append that does not fit must not take the others with it.
            foreach (var append in batch)
                await Commit([append]);
        }
        catch (Exception error)
        {
            foreach (var append in batch)
                append.Fail(PostgresProblems.Of(error));
        }
    }

    private static async Task<List<(long, long)?>> Send(NpgsqlConnection connection, IReadOnlyList<PostgresAppend> batch, bool again)
    {
        await using var command = new NpgsqlCommand("SELECT appended_position, appended_sequence FROM append_interactions($1, $2, $3, $4, $5, $6, $7)", connection)
        {
            Parameters =
            {
                Column(batch, NpgsqlDbType.Text, append => append.User),
                Column(batch, NpgsqlDbType.Bigint, append => append.After),
                Column(batch, NpgsqlDbType.Integer, append => append.Kind),
                Column(batch, NpgsqlDbType.Text, append => append.TurnId),
                Column(batch, NpgsqlDbType.Integer, append => append.Consent),
                Column(batch, NpgsqlDbType.Text, append => append.Body),
                new NpgsqlParameter { Value = again },
            },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var places = new List<(long, long)?>(batch.Count);
        while (await reader.ReadAsync())
            places.Add(await reader.IsDBNullAsync(0) ? null : (reader.GetInt64(0), reader.GetInt64(1)));
        // The commit is answered after the rows.
        await reader.NextResultAsync();
        return places;
    }

    private static NpgsqlParameter Column<T>(IReadOnlyList<PostgresAppend> batch, NpgsqlDbType type, Func<PostgresAppend, T> value) =>
        new() { Value = batch.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
