using Samantha.Grains.Interactions;
using Samantha.Silo.Storage.Sql;
using Samantha.Silo.Storage.Sqlite;

namespace Samantha.Silo.Tests.Storage.Sqlite;

/// <summary>One file as two processes have it open: whatever is done is done by the one and the other in turn.</summary>
internal sealed class SharedSqliteStorage : StorageUnderTest
{
    private readonly StorageFolder _folder = new();
    private SqliteDatabase? _other;
    private int _turn;

    public override ISqlDatabase Database => Next;

    public override IInteractionLog Log => new SqliteInteractionLog(Next);

    public override IInteractionLog OtherLog => new SqliteInteractionLog(Next);

    private SqliteDatabase Next => Interlocked.Increment(ref _turn) % 2 == 0 ? _folder.Database : _other ??= new SqliteDatabase(_folder.File);

    public override Task Reopen()
    {
        _other?.Dispose();
        _other = null;
        _folder.Reopen();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _other?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <inheritdoc/>
public sealed class SharedSqliteInteractionLogTests : InteractionLogContract
{
    private protected override Task<StorageUnderTest> Open() => Task.FromResult<StorageUnderTest>(new SharedSqliteStorage());
}

/// <inheritdoc/>
public sealed class SharedSqliteGrainStorageTests : GrainStorageContract
{
    private protected override Task<StorageUnderTest> Open() => Task.FromResult<StorageUnderTest>(new SharedSqliteStorage());
}

/// <inheritdoc/>
public sealed class SharedSqliteReminderTableTests : ReminderTableContract
{
    private protected override Task<StorageUnderTest> Open() => Task.FromResult<StorageUnderTest>(new SharedSqliteStorage());
}

/// <inheritdoc/>
public sealed class SharedSqliteCurationLogTests : CurationLogContract
{
    private protected override Task<StorageUnderTest> Open() => Task.FromResult<StorageUnderTest>(new SharedSqliteStorage());
}
