namespace Samantha.Silo.Tests.Storage.Sqlite;

public sealed class SqliteGrainStorageTests : GrainStorageContract
{
    private protected override Task<StorageUnderTest> Open() => Task.FromResult<StorageUnderTest>(new SqliteStorage());

    [Fact]
    public async Task Clear_State_LeavesNoTraceInTheFiles()
    {
        var state = await Write(await Read(), "a-secret");
        await Storage.Grains.ClearStateAsync("name", Grain, state);
        // The wipe follows the commit on the writer's thread; a write that is done after it shows that it has happened.
        await Storage.Database.Write();

        var bytes = ((SqliteStorage)Storage).Folder.Bytes();
        bytes.ShouldNotContain("a-secret");
        bytes.ShouldNotContain("xenia");
    }
}
