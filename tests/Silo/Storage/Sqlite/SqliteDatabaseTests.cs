using System.Runtime.Versioning;
using Orleans;
using Orleans.Runtime;
using Samantha.Silo.Storage.Sql;
using Samantha.Silo.Storage.Sqlite;

namespace Samantha.Silo.Tests.Storage.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly StorageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Open_NewFile_IsReadableByItsOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Files have no Unix modes here.");
            return;
        }

        _ = _folder.Database;
        foreach (var file in Directory.EnumerateFiles(_folder.Path))
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Fact]
    public async Task Open_Always_CommitsToTheDiskAndOverwritesWhatIsDeleted()
    {
        var pragmas = await _folder.Database.Write(session => (
            session.Value("PRAGMA journal_mode"), session.Value("PRAGMA synchronous"), session.Value("PRAGMA secure_delete")));

        pragmas.ShouldBe(("wal", 2L, 1L));
    }

    [Fact]
    public void Open_NoDatabase_SaysWhatToDo()
    {
        File.WriteAllText(_folder.File, string.Concat(Enumerable.Repeat("This is no database. ", 500)));
        Should.Throw<InvalidDataException>(() => new SqliteDatabase(_folder.File)).Message.ShouldContain("backup");
        File.Delete(_folder.File);
    }

    [Fact]
    public async Task Open_NewerRelease_SaysWhatToDo()
    {
        await _folder.Database.Write(session => session.Run("PRAGMA user_version = 99"));
        Should.Throw<InvalidDataException>(() => _folder.Reopen()).Message.ShouldContain("newer release");
    }

    [Fact]
    public async Task Write_OneRefuses_TheOthersOfItsTransactionHappen()
    {
        using var hold = new ManualResetEventSlim();
        var holding = _folder.Database.Write(_ => hold.Wait(TimeSpan.FromMinutes(1)));
        var good = _folder.Database.Write(session => session.Run("INSERT INTO deletion VALUES (1)"));
        var bad = _folder.Database.Write<int>(session =>
        {
            session.Run("INSERT INTO deletion VALUES (2)");
            throw new InvalidOperationException("refused");
        });
        var other = _folder.Database.Write(session => session.Run("INSERT INTO deletion VALUES (3)"));
        hold.Set();
        await holding;

        await Task.WhenAll(good, other);
        await Should.ThrowAsync<InvalidOperationException>(() => bad);
        (await _folder.Database.Read(new("SELECT position FROM deletion ORDER BY 1"), row => row.GetInt64(0))).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task Open_FileOfTheFirstRelease_KeepsItsStates()
    {
        // As version 1 had it: numbered ETags, no reminders.
        await _folder.Database.Write(session => session.Run(
            """
            DROP TABLE reminder;
            DROP TABLE grain_state;
            CREATE TABLE state_version (value INTEGER NOT NULL);
            CREATE TABLE grain_state (grain TEXT NOT NULL, name TEXT NOT NULL, etag INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (grain, name)) WITHOUT ROWID;
            INSERT INTO grain_state VALUES ('registry/default', 'registry', 17, CAST('{"text":"kept"}' AS BLOB));
            DROP TABLE curation;
            PRAGMA user_version = 1;
            """));
        _folder.Reopen();

        var storage = new SqlGrainStorage(_folder.Database);
        var state = new GrainState<GrainStorageContract.Stored>(new GrainStorageContract.Stored());
        await storage.ReadStateAsync("registry", GrainId.Create("registry", "default"), state);
        (state.State.Text, state.ETag).ShouldBe(("kept", "17"));
        await storage.WriteStateAsync("registry", GrainId.Create("registry", "default"), state);
    }
}
