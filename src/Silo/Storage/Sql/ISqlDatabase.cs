using System.Data.Common;

namespace Samantha.Silo.Storage.Sql;

/// <summary>
/// What the storage needs of a database, and all that it knows of one. Every method may throw
/// <see cref="Contracts.Problems.StorageUnavailableException"/>; those that write also
/// <see cref="Contracts.Problems.StorageFullException"/>.
/// </summary>
internal interface ISqlDatabase
{
    /// <summary>All rows of a query.</summary>
    Task<IReadOnlyList<T>> Read<T>(SqlStatement query, Func<DbDataReader, T> row);

    /// <summary>
    /// Executes statements in one transaction and returns once it is durable. An engine behind a network may execute them
    /// again when a connection breaks, so a second time must change nothing that the first did not.
    /// </summary>
    /// <returns>How many rows each of them changed.</returns>
    Task<IReadOnlyList<int>> Write(params SqlStatement[] statements);

    /// <summary>As <see cref="Write"/>, but never a second time once the database may have seen them.</summary>
    Task<IReadOnlyList<int>> WriteOnce(params SqlStatement[] statements);

    /// <summary>As <see cref="Write"/>, with no append to the log in between, for statements that delete what must not be recovered.</summary>
    Task<IReadOnlyList<int>> Erase(params SqlStatement[] statements);
}
