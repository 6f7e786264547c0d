namespace Orleans.Runtime.AdoNet;

/// <summary>Where the two databases differ.</summary>
/// <param name="FactoryType">The provider's factory.</param>
/// <param name="Now">The database's time in milliseconds, read when a row is, not when a transaction began.</param>
/// <param name="Blob">The type of bytes.</param>
/// <param name="LockSchema">Keeps others from changing the schema until the transaction ends.</param>
/// <param name="Prepare">Run once when the schema is made, outside of a transaction.</param>
internal sealed record SqlDialect(string FactoryType, string Now, string Blob, string LockSchema, string Prepare)
{
    private static readonly SqlDialect PostgreSql = new(
        "Npgsql.NpgsqlFactory, Npgsql",
        "(extract(epoch from clock_timestamp()) * 1000)::bigint",
        "bytea",
        "SELECT pg_advisory_xact_lock(7305804402)",
        "SELECT 1");

    // A transaction that writes has the file from its begin. Readers do not wait for writers, or writers for them.
    private static readonly SqlDialect Sqlite = new(
        "Microsoft.Data.Sqlite.SqliteFactory, Microsoft.Data.Sqlite",
        "CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)",
        "BLOB",
        "SELECT 1",
        "PRAGMA journal_mode = WAL");

    public static SqlDialect Of(string invariant) => invariant switch
    {
        "Npgsql" => PostgreSql,
        "Microsoft.Data.Sqlite" or "System.Data.SQLite" => Sqlite,
        _ => throw new OrleansConfigurationException($"The database provider {invariant} is not supported: use Npgsql or Microsoft.Data.Sqlite."),
    };
}
