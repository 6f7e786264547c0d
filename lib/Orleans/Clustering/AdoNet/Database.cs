using System.Data.Common;
using System.Reflection;

namespace Orleans.Runtime.AdoNet;

/// <summary>
/// A database by its provider's invariant name. The provider is one that the host has registered with
/// <see cref="DbProviderFactories"/>, or that of a known package in the host's folder: this library has none.
/// </summary>
internal sealed class Database
{
    private readonly DbProviderFactory _factory;
    private readonly string _connectionString;

    public Database(string? invariant, string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(invariant))
            throw new OrleansConfigurationException("Invariant must name the database's provider: Npgsql for PostgreSQL, Microsoft.Data.Sqlite for SQLite.");

        if (string.IsNullOrWhiteSpace(connectionString))
            throw new OrleansConfigurationException($"ConnectionString must say how to reach the database of {invariant}.");

        Dialect = SqlDialect.Of(invariant);
        _factory = FactoryOf(invariant, Dialect);
        _connectionString = connectionString;
    }

    public SqlDialect Dialect { get; }

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = _factory.CreateConnection()!;
        try
        {
            connection.ConnectionString = _connectionString;
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static DbProviderFactory FactoryOf(string invariant, SqlDialect dialect)
    {
        if (DbProviderFactories.TryGetFactory(invariant, out var registered))
            return registered;

        var instance = Type.GetType(dialect.FactoryType, throwOnError: false)?.GetField("Instance", BindingFlags.Public | BindingFlags.Static);
        return (DbProviderFactory?)instance?.GetValue(null)
            ?? throw new OrleansConfigurationException($"The database provider {invariant} is not there: add its package to the host, or register it with DbProviderFactories.");
    }
}

/// <summary>Commands with named parameters.</summary>
internal static class DatabaseExtensions
{
    public static DbCommand Command(this DbConnection connection, DbTransaction? transaction, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static async Task<int> ExecuteAsync(this DbCommand command, CancellationToken cancellationToken)
    {
        await using (command)
            return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
