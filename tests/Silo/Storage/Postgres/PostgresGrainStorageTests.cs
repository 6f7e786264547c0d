using Samantha.Silo.Tests.Servers;

namespace Samantha.Silo.Tests.Storage.Postgres;

public sealed class PostgresGrainStorageTests(PostgresServer server) : GrainStorageContract
{
    private protected override async Task<StorageUnderTest> Open() => await PostgresStorage.Open(server);
}
