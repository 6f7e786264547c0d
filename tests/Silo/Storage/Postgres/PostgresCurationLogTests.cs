using Samantha.Silo.Tests.Servers;

namespace Samantha.Silo.Tests.Storage.Postgres;

public sealed class PostgresCurationLogTests(PostgresServer server) : CurationLogContract
{
    private protected override async Task<StorageUnderTest> Open() => await PostgresStorage.Open(server);
}
