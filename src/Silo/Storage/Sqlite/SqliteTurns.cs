using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Samantha.Silo.Storage.Sqlite;

/// <summary>
/// Takes turns at writing with the other processes that have the file open. SQLite lets one write at a time and keeps no
/// queue; so whoever waits looks often, and whoever has written leaves a gap, if others write at all, that is longer than
/// the time between two looks.
/// </summary>
/// <param name="session">Writes.</param>
/// <param name="patience">How long another process may hold the file.</param>
internal sealed class SqliteTurns(SqliteSession session, TimeSpan patience)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(3);

    private long? _changes;
    private bool _othersWrite;

    /// <summary>Begins a transaction that writes.</summary>
    /// <exception cref="SqliteException">Another process does not end its own.</exception>
    public void Begin()
    {
        var began = Stopwatch.GetTimestamp();
        var database = session.Connection.Handle!;
        int result;
        while (IsBusy(result = raw.sqlite3_exec(database, "BEGIN IMMEDIATE")) && Stopwatch.GetElapsedTime(began) < patience)
            Thread.Sleep(Look);
        SqliteException.ThrowExceptionForRC(result, database);

        // Counts the commits of all other connections; the database's readers make none.
        var changes = (long)session.Value("PRAGMA data_version")!;
        _othersWrite = _changes is { } before && before != changes;
        _changes = changes;
    }

    /// <summary>Lets others write before the next transaction, if there are any.</summary>
    public void GiveWay()
    {
        if (_othersWrite)
            Thread.Sleep(Gap);
    }

    /// <summary>Moves the write-ahead log into the file and empties it. Readers that began before are waited for, for a moment.</summary>
    /// <returns>Whether it is empty.</returns>
    public bool Empty()
    {
        var database = session.Connection.Handle!;
        raw.sqlite3_busy_timeout(database, 200);
        try
        {
            return session.Rows("PRAGMA wal_checkpoint(TRUNCATE)", row => row.GetInt64(0)) is [0];
        }
        finally
        {
            raw.sqlite3_busy_timeout(database, 0);
        }
    }

    private static bool IsBusy(int result) => (result & 0xFF) == raw.SQLITE_BUSY;
}
