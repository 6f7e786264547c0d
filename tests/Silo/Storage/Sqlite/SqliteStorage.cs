using Samantha.Grains.Interactions;
using Samantha.Silo.Storage.Sql;
using Samantha.Silo.Storage.Sqlite;

namespace Samantha.Silo.Tests.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteStorage : StorageUnderTest
{
    public StorageFolder Folder { get; } = new();

    public override ISqlDatabase Database => Folder.Database;

    public override IInteractionLog Log => new SqliteInteractionLog(Folder.Database);

    public override Task Reopen()
    {
        Folder.Reopen();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
