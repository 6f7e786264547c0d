using Samantha.Silo.Tests.Servers;

namespace Samantha.Silo.Tests.Storage.Postgres;

public sealed class PostgresReminderTableTests(PostgresServer server) : ReminderTableContract
{
    private protected override async Task<StorageUnderTest> Open() => await PostgresStorage.Open(server);
}
