using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using Samantha.Silo.Hosting;

namespace Samantha.Silo.Storage.Postgres;

/// <summary>Reaches the database and brings its tables up to date.</summary>
internal sealed class PostgresReadiness(PostgresDatabase database) : IStorageReadiness
{
    /// <inheritdoc/>
    public string Name => $"PostgreSQL at {database.Place}";

    /// <inheritdoc/>
    public string Setting => StorageSettings.PostgresVariable;

    /// <inheritdoc/>
    public async Task<string?> Prepare(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.Open(cancellationToken);
            await PostgresSchema.Apply(connection, cancellationToken);
            return null;
        }
        catch (Exception error) when (Advice(error) is { } advice)
        {
            // No inner exception, here and below: what the server says may quote what it was sent.
            throw new StartupException($"{Name} cannot be used: {advice}");
        }
        catch (Exception error) when (PostgresProblems.IsTransient(error))
        {
            return Obstacle(error);
        }
        catch (PostgresException error)
        {
            throw new StartupException($"{Name} refused to prepare the tables (error {error.SqlState}). Its log says why.");
        }
    }

    /// <summary>What only people can mend, and how; null for anything else.</summary>
    private string? Advice(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            $"it refuses the user. Correct Username and Password in {Setting}, or let the user in (pg_hba.conf).",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"there is no database '{database.Name}'. Create it with: createdb {database.Name}",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            "the user may not create tables. Make it the owner of the database, or grant it USAGE and CREATE on the schema.",
        InvalidDataException newer => newer.Message,
        NpgsqlException { InnerException: AuthenticationException } =>
            $"no secure connection came about. Check the server's certificate, and SSL Mode in {Setting}.",
        NpgsqlException and not PostgresException when error.Message.Contains("No password", StringComparison.OrdinalIgnoreCase) =>
            $"it wants a password. Add Password=… to {Setting}.",
        _ => null,
    };

    private static string Obstacle(Exception error) => error switch
    {
        PostgresException postgres => $"error {postgres.SqlState}",
        SocketException socket => socket.SocketErrorCode.ToString(),
        { InnerException: { } inner } => Obstacle(inner),
        _ => "no answer",
    };
}
