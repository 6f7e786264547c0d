using Orleans;
using Orleans.Storage;
using Samantha.Grains.Interactions;
using Samantha.Grains.Lessons;
using Samantha.Silo.Storage.Sql;

namespace Samantha.Silo.Tests.Storage;

/// <summary>A fresh storage of one engine, gone after the test.</summary>
internal abstract class StorageUnderTest : IAsyncDisposable
{
    public abstract ISqlDatabase Database { get; }

    public abstract IInteractionLog Log { get; }

    /// <summary>The log as another silo writes it, where the engine has room for two.</summary>
    public virtual IInteractionLog OtherLog => Log;

    public IGrainStorage Grains => new SqlGrainStorage(Database);

    public ICurationLog Decisions => new SqlCurationLog(Database, MostDecisions);

    /// <summary>How many decisions it keeps.</summary>
    public int MostDecisions => 20;

    public IReminderTable Reminders => new SqlReminderTable(Database);

    /// <summary>Closes everything and opens it anew, as a restart does.</summary>
    public abstract Task Reopen();

    public abstract ValueTask DisposeAsync();
}
