using System.Data.Common;
using System.Text;
using Npgsql;
using Samantha.Silo.Storage.Sql;

namespace Samantha.Silo.Storage.Postgres;

/// <summary>
/// A PostgreSQL database behind a bounded pool of connections, on which statements that return are prepared. Nothing
/// connects before the first use.
/// </summary>
internal sealed class PostgresDatabase : ISqlDatabase, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresRetry _retry;

    /// <exception cref="FormatException">The connection string is none.</exception>
    public PostgresDatabase(string connectionString, TimeProvider time)
    {
        var parsed = PostgresConnectionString.Parse(connectionString);
        Place = $"{parsed.Host}:{parsed.Port}";
        Name = parsed.Database ?? parsed.Username ?? "";
        _source = NpgsqlDataSource.Create(parsed);
        _retry = new PostgresRetry(time);
    }

    /// <summary>Where it is, for people: host and port.</summary>
    public string Place { get; }

    /// <summary>What it is called on its server.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public Task<IReadOnlyList<T>> Read<T>(SqlStatement query, Func<DbDataReader, T> row) => Explained(_retry.Run<IReadOnlyList<T>>(async _ =>
    {
        await using var command = _source.CreateCommand(query.Text);
        Bind(command.Parameters, query);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(row(reader));
        return rows;
    }));

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> Write(params SqlStatement[] statements) =>
        Explained(_retry.Run(_ => Execute(statements)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> WriteOnce(params SqlStatement[] statements) => Explained(Execute(statements));

    /// <inheritdoc/>
    /// <remarks>
    /// No query finds what was deleted once this returns. Its bytes stay in the server's files until a vacuum and later
    /// writes overwrite them, and in backups and archived logs for as long as those are kept: how long is the operator's choice.
    /// </remarks>
    public async Task<IReadOnlyList<int>> Erase(params SqlStatement[] statements)
    {
        var changed = await Write([new SqlStatement(PostgresSchema.LockLog), .. statements]);
        return [.. changed.Skip(1)];
    }

    /// <summary>Does something on a connection of the pool, and again while it fails for the moment. Failures come as the driver raises them.</summary>
    /// <param name="attempt">Is told how often it was tried before. A second time it must change nothing more.</param>
    public Task<T> OnConnection<T>(Func<NpgsqlConnection, int, Task<T>> attempt) => _retry.Run(async before =>
    {
        await using var connection = await Open(CancellationToken.None);
        return await attempt(connection, before);
    });

    /// <summary>Opens a connection of the pool; failures come as the driver raises them.</summary>
    public ValueTask<NpgsqlConnection> Open(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // What is sent together without a transaction of its own is one.
    private async Task<IReadOnlyList<int>> Execute(SqlStatement[] statements)
    {
        if (statements.Length == 0)
            return [];
        await using var batch = _source.CreateBatch();
        var commands = Array.ConvertAll(statements, statement =>
        {
            var command = new NpgsqlBatchCommand(statement.Text);
            Bind(command.Parameters, statement);
            batch.BatchCommands.Add(command);
            return command;
        });
        await batch.ExecuteNonQueryAsync();
        return Array.ConvertAll(commands, command => command.RecordsAffected);
    }

    private static async Task<T> Explained<T>(Task<T> operation)
    {
        try
        {
            return await operation;
        }
        catch (Exception error) when (PostgresProblems.Of(error) is var problem && problem != error)
        {
            throw problem;
        }
    }

    private static void Bind(NpgsqlParameterCollection parameters, SqlStatement statement)
    {
        foreach (var (name, value) in statement.Parameters)
            parameters.AddWithValue(name, value is string text ? WellFormed(text) : value ?? DBNull.Value);
    }

    /// <summary>The text with U+FFFD for surrogates without their partners, as UTF-8 has it.</summary>
    internal static string WellFormed(string text) => text.Any(char.IsSurrogate) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
}
