using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Samantha.Contracts.Problems;

namespace Samantha.Silo.Storage.Sqlite;

/// <summary>
/// The one thread of this process that writes. Writes that wait while a transaction is being made durable go together into
/// the next one (group commit; DeWitt et al., 1984), so the disk's time is shared by all of them.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int LargestBatch = 512;

    private readonly Channel<SqliteWrite> _queue;
    private readonly SqliteSession _session;
    private readonly SqliteTurns _turns;
    private readonly Thread _thread;

    // What a process deleted before it was killed may still be in the write-ahead log.
    private bool _wipe = true;

    public SqliteWriter(SqliteSession session, int capacity, TimeSpan patience)
    {
        _session = session;
        _turns = new SqliteTurns(session, patience);
        _queue = Channel.CreateBounded<SqliteWrite>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _thread = new Thread(Loop) { IsBackground = true, Name = "sqlite-writer" };
        _thread.Start();
    }

    /// <summary>Transactions committed so far.</summary>
    public long Commits { get; private set; }

    /// <summary>Writes, and returns once the write is durable.</summary>
    /// <exception cref="OverloadedException">Too many writes wait.</exception>
    /// <exception cref="StorageFullException">There is no room.</exception>
    /// <exception cref="StorageUnavailableException">The storage failed.</exception>
    public Task<T> Write<T>(Func<SqliteSession, T> write)
    {
        var operation = new SqliteWrite<T>(write);
        if (!_queue.Writer.TryWrite(operation))
        {
            return Task.FromException<T>(_queue.Reader.Completion.IsCompleted
                ? new StorageUnavailableException("The storage is shutting down; send the request again to a service that runs.")
                : new OverloadedException("Too many writes wait for the storage; try again in a moment."));
        }

        return operation.Task;
    }

    /// <summary>Has what was deleted wiped from the write-ahead log too, as soon as no reader is in the way.</summary>
    public void Wipe() => Volatile.Write(ref _wipe, true);

    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
        _session.Dispose();
    }

    private void Loop()
    {
        var batch = new List<SqliteWrite>(LargestBatch);
        var reader = _queue.Reader;
        // Blocks this thread, which is its own, and wakes it for the first write that comes.
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < LargestBatch && reader.TryRead(out var write))
                batch.Add(write);
            Commit(batch);
            batch.Clear();
            if (Volatile.Read(ref _wipe))
                TryWipe();
            if (reader.Count > 0)
                _turns.GiveWay();
        }
    }

    private void Commit(List<SqliteWrite> batch)
    {
        var refused = new List<(SqliteWrite Write, Exception Reason)>();
        try
        {
            _turns.Begin();
            foreach (var write in batch)
                Run(write, refused);
            _session.Run("COMMIT");
            Commits++;
        }
        catch (Exception error)
        {
            Abandon();
            foreach (var write in batch)
            {
                if (batch.Count == 1 || SqliteProblems.IsBusy(error))
                    write.Fail(SqliteProblems.Of(error));
                else
                    // One write that does not fit must not take the others with it.
                    Commit([write]);
            }

            return;
        }

        foreach (var (write, reason) in refused)
            write.Fail(SqliteProblems.Of(reason));
        foreach (var write in batch)
            write.Commit();
    }

    private void Run(SqliteWrite write, List<(SqliteWrite, Exception)> refused)
    {
        _session.Run("SAVEPOINT one");
        try
        {
            write.Run(_session);
        }
        catch (Exception error) when (InTransaction && !SqliteProblems.IsOfStorage(error))
        {
            _session.Run("ROLLBACK TO one");
            refused.Add((write, error));
        }

        _session.Run("RELEASE one");
    }

    // SQLite may have rolled back by itself, as it does when the disk is full.
    private void Abandon()
    {
        try
        {
            if (InTransaction)
                _session.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // The next BEGIN says what is wrong, if it still is.
        }
    }

    private void TryWipe()
    {
        try
        {
            Volatile.Write(ref _wipe, !_turns.Empty());
        }
        catch (SqliteException)
        {
            // Tried again after the next write.
        }
    }

    private bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_session.Connection.Handle) == 0;
}
