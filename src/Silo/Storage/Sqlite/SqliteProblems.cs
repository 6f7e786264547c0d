using Microsoft.Data.Sqlite;
using Samantha.Contracts.Problems;

namespace Samantha.Silo.Storage.Sqlite;

/// <summary>SQLite's errors as problems that say what to do.</summary>
internal static class SqliteProblems
{
    // https://sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Full = 13;
    private const int Constraint = 19;

    /// <summary>Whether the storage itself failed, and not the one write.</summary>
    public static bool IsOfStorage(Exception error) => error is SqliteException { SqliteErrorCode: not Constraint };

    /// <summary>Whether another process held the file all the time.</summary>
    public static bool IsBusy(Exception error) => error is SqliteException { SqliteErrorCode: Busy };

    public static Exception Of(Exception error) => error switch
    {
        SqliteException { SqliteErrorCode: Full } =>
            new StorageFullException("The disk of the data folder is full; nothing was stored. Make room and send the request again."),
        SqliteException { SqliteErrorCode: Busy } => new StorageUnavailableException(
            "Another process holds the database and does not let go; nothing was confirmed. Look which one was halted, and send the request again."),
        SqliteException sqlite => new StorageUnavailableException(
            $"The storage failed (SQLite error {sqlite.SqliteExtendedErrorCode}); nothing was confirmed. Check the disk of the data folder and send the request again."),
        _ => error,
    };
}
