using Samantha.Contracts.Interactions;
using Samantha.Contracts.Problems;
using Samantha.Silo.Storage.Sqlite;

namespace Samantha.Silo.Tests.Storage.Sqlite;

public sealed class SqliteInteractionLogTests : InteractionLogContract
{
    private StorageFolder Folder => ((SqliteStorage)Storage).Folder;

    private protected override Task<StorageUnderTest> Open() => Task.FromResult<StorageUnderTest>(new SqliteStorage());

    [Fact]
    public async Task Append_ManyUsersAtOnce_SharesCommits()
    {
        var before = Folder.Database.Commits;
        await Task.WhenAll(Enumerable.Range(0, 400).Select(user => AppendAll($"user {user}", [Turn("t1"), Turn("t2"), Turn("t3")])));

        (Folder.Database.Commits - before).ShouldBeLessThan(400);
    }

    [Fact]
    public async Task Forget_User_LeavesNoTraceInTheFiles()
    {
        await AppendAll("xenia-the-user", [Turn("t1", "a-secret-text", "a-secret-reply"), Judge("t1", 1), new FactTaught("q", "a")]);
        await AppendAll("bob", [Turn("t1")]);

        await Log.Forget("xenia-the-user");
        // The wipe follows the commit on the writer's thread; a write that is done after it shows that it has happened.
        await Log.AcknowledgeDeletions([]);

        var bytes = Folder.Bytes();
        bytes.ShouldNotContain("a-secret");
        bytes.ShouldNotContain("xenia");
    }

    [Fact]
    public async Task Append_DiskFull_ConfirmsNothingAndRecoversWithSpace()
    {
        var last = await Log.Append("ann", 0, Turn("t1"));
        var pages = await Folder.Database.Write(session => (long)session.Value("PRAGMA page_count")!);
        await Folder.Database.Write(session => session.Run($"PRAGMA max_page_count = {pages}"));

        await Should.ThrowAsync<StorageFullException>(() => Log.Append("ann", last.Position, Turn("t2", new string('x', 100_000))));
        (await Log.Read("ann", 0, 10)).Count.ShouldBe(1);

        await Folder.Database.Write(session => session.Run("PRAGMA max_page_count = 1000000"));
        await Log.Append("ann", last.Position, Turn("t2", new string('x', 100_000)));
        (await Log.Read("ann", 0, 10)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Append_OneTooLargeAmongMany_FailsAlone()
    {
        await Log.Append("ann", 0, Turn("t1"));
        var pages = await Folder.Database.Write(session => (long)session.Value("PRAGMA page_count")!);
        await Folder.Database.Write(session => session.Run($"PRAGMA max_page_count = {pages + 8}"));
        using var hold = new ManualResetEventSlim();
        var holding = Folder.Database.Write(_ => hold.Wait(TimeSpan.FromMinutes(1)));

        // All of them wait while the writer is held, and so go into one transaction.
        var large = Log.Append("bob", 0, Turn("t1", new string('x', 1_000_000)));
        var small = Enumerable.Range(0, 3).Select(i => Log.Append($"user {i}", 0, Turn("t1"))).ToList();
        hold.Set();
        await holding;

        await Should.ThrowAsync<StorageFullException>(() => large);
        await Task.WhenAll(small);
    }

    [Fact]
    public async Task Append_AfterDispose_SaysThatTheStorageIsGone()
    {
        var database = Folder.Database;
        database.Dispose();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await new SqliteInteractionLog(database).Append("ann", 0, Turn("t1")));
    }
}
