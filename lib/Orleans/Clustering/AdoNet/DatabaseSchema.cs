using System.Data.Common;

namespace Orleans.Runtime.AdoNet;

/// <summary>Brings the tables of one component up to date, step by step; several hosts may do so at once.</summary>
/// <param name="Component">Whose tables they are.</param>
/// <param name="Migrations">The steps, in order: never changed once released, only added to.</param>
internal sealed record DatabaseSchema(string Component, Func<SqlDialect, string[]> Migrations)
{
    private const string Versions = "CREATE TABLE IF NOT EXISTS orleans_schema (component TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL)";

    public async Task ApplyAsync(Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.Command(null, database.Dialect.Prepare).ExecuteAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.Command(transaction, database.Dialect.LockSchema).ExecuteAsync(cancellationToken);
        await connection.Command(transaction, Versions).ExecuteAsync(cancellationToken);
        var migrations = Migrations(database.Dialect);
        var version = await VersionAsync(connection, transaction, cancellationToken);
        if (version > migrations.Length)
            throw new OrleansConfigurationException($"The database's tables for {Component} are of version {version}, made by a newer release; this one knows {migrations.Length}.");

        foreach (var migration in migrations.Skip(version))
            await connection.Command(transaction, migration).ExecuteAsync(cancellationToken);

        if (version < migrations.Length)
        {
            const string Upsert = "INSERT INTO orleans_schema (component, version) VALUES (@component, @version) ON CONFLICT (component) DO UPDATE SET version = excluded.version";
            await connection.Command(transaction, Upsert, ("@component", Component), ("@version", migrations.Length)).ExecuteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<int> VersionAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(transaction, "SELECT version FROM orleans_schema WHERE component = @component", ("@component", Component));
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }
}
