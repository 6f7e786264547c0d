namespace Samantha.Silo.Tests.Storage.Sqlite;

public sealed class SqliteCurationLogTests : CurationLogContract
{
    private protected override Task<StorageUnderTest> Open() => Task.FromResult<StorageUnderTest>(new SqliteStorage());
}
