using System.Runtime.Versioning;
using Samantha.Silo.Storage;

namespace Samantha.Silo.Tests.Storage;

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
        (await _folder.Database.Read(session => session.Rows("SELECT position FROM deletion ORDER BY 1", row => row.GetInt64(0)))).ShouldBe([1, 3]);
    }
}
