namespace Samantha.Silo.Tests.Storage.Sqlite;

public sealed class SqliteReminderTableTests : ReminderTableContract
{
    private protected override Task<StorageUnderTest> Open() => Task.FromResult<StorageUnderTest>(new SqliteStorage());
}
