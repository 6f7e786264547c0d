using Npgsql;
using Samantha.Contracts.Problems;

namespace Samantha.Silo.Storage.Postgres;

/// <summary>PostgreSQL's errors as problems that say what to do, without what the statement said.</summary>
internal static class PostgresProblems
{
    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private const string IdleInTransactionSessionTimeout = "25P03";

    /// <summary>Whether the same may succeed in a moment.</summary>
    public static bool IsTransient(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => false,
        // The server goes down or comes up, or a deadlock or a long wait was cut.
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.QueryCanceled
            or PostgresErrorCodes.DeadlockDetected or IdleInTransactionSessionTimeout,
        NpgsqlException or TimeoutException => true,
        _ => false,
    };

    public static Exception Of(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            new StorageFullException("The disk of the database is full; nothing was stored. Make room and send the request again."),
        PostgresException postgres => new StorageUnavailableException(
            $"The database failed (PostgreSQL error {postgres.SqlState}); nothing was confirmed. Look into its log, and send the request again."),
        NpgsqlException or TimeoutException =>
            new StorageUnavailableException("The database does not answer; nothing was confirmed. Check that it runs and can be reached, and send the request again."),
        _ => error,
    };
}
