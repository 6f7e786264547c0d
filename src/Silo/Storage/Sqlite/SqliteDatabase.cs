using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Samantha.Silo.Storage.Sql;

namespace Samantha.Silo.Storage.Sqlite;

/// <summary>
/// One SQLite file in write-ahead mode: many readers, one writer at a time, commits that survive a power failure. Several
/// processes of one machine may have it open.
/// </summary>
internal sealed class SqliteDatabase : ISqlDatabase, IDisposable
{
    // Longer than any transaction; a process that was halted in the midst of one must not hold up the others for good.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _connectionString;
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly SqliteWriter _writer;
    private bool _disposed;

    /// <summary>Opens the file, creating it, readable by its owner alone, and bringing its tables up to date.</summary>
    /// <param name="path">The file; its folder is created.</param>
    /// <param name="queueCapacity">How many writes may wait before callers are refused.</param>
    /// <param name="patience">How long another process may hold the file; ten seconds by default.</param>
    /// <exception cref="InvalidDataException">The file is no database, or one of a newer release.</exception>
    /// <exception cref="IOException">The file cannot be made or opened.</exception>
    public SqliteDatabase(string path, int queueCapacity = 16_384, TimeSpan? patience = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CreatePrivately(path);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ToString();
        SqliteSession? session = null;
        try
        {
            session = new SqliteSession(_connectionString);
            SqliteSchema.Apply(session);
        }
        catch (SqliteException error) when (SqliteProblems.IsBusy(error))
        {
            session?.Dispose();
            throw new IOException($"'{path}' is held by another process that does not let go. Look which one was halted, and start again.", error);
        }
        catch (SqliteException error)
        {
            session?.Dispose();
            throw new InvalidDataException(
                $"'{path}' cannot be used as the database (SQLite error {error.SqliteExtendedErrorCode}). Restore it from a backup, or move it away to start afresh.",
                error);
        }
        catch
        {
            session?.Dispose();
            throw;
        }

        _writer = new SqliteWriter(session, queueCapacity, patience ?? Patience);
    }

    /// <summary>Transactions committed so far.</summary>
    public long Commits => _writer.Commits;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<T>> Read<T>(SqlStatement query, Func<DbDataReader, T> row) =>
        await Read(session => session.Rows(query.Text, row, query.Parameters));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>> Write(params SqlStatement[] statements) => await Write(session => Run(session, statements));

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> WriteOnce(params SqlStatement[] statements) => Write(statements);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>> Erase(params SqlStatement[] statements) => await Write(session =>
    {
        var changed = Run(session, statements);
        // Asked for on the writer's thread, so that the wipe follows this very commit.
        _writer.Wipe();
        return changed;
    });

    /// <summary>Writes on the writer's thread, inside its transaction, and returns once that is durable.</summary>
    public Task<T> Write<T>(Func<SqliteSession, T> write)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _writer.Write(write);
    }

    // Reading blocks its thread, so it takes one of the pool's and not the caller's.
    private Task<T> Read<T>(Func<SqliteSession, T> read) => Task.Run(() =>
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SqliteSession? session = null;
        try
        {
            if (!_readers.TryTake(out session))
                session = new SqliteSession(_connectionString);
            var result = read(session);
            _readers.Add(session);
            return result;
        }
        catch (SqliteException error)
        {
            session?.Dispose();
            throw SqliteProblems.Of(error);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    });

    /// <summary>Writes what waits, then closes.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _writer.Dispose();
        while (_readers.TryTake(out var reader))
            reader.Dispose();
    }

    private static int[] Run(SqliteSession session, SqlStatement[] statements) =>
        Array.ConvertAll(statements, statement => session.Run(statement.Text, statement.Parameters));

    // SQLite gives its other files the mode of this one. One that is there is not touched: on Unix, to close a file by whatever
    // handle takes the locks from all handles that the process has on it, and SQLite's rest on them.
    private static void CreatePrivately(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            File.Open(path, options).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Of a start before, or of a process that starts at the same time.
        }
    }
}
