using Microsoft.Extensions.Logging;
using Npgsql;
using Samantha.Silo.Hosting;
using Samantha.Silo.Storage;
using Samantha.Silo.Storage.Postgres;
using Samantha.Silo.Tests.Servers;

namespace Samantha.Silo.Tests.Storage.Postgres;

public sealed class PostgresReadinessTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prepare_ManySilosAtOnce_EachFindsTheTablesThere()
    {
        var connectionString = await server.CreateDatabase();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Prepare(connectionString)));

        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("SELECT count(*), max(version) FROM samantha_schema");
        await using var reader = await command.ExecuteReaderAsync(Token);
        await reader.ReadAsync(Token);
        (reader.GetInt64(0), reader.GetInt32(1)).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Prepare_NewerRelease_SaysWhatToDo()
    {
        var connectionString = await server.CreateDatabase();
        await Prepare(connectionString);
        await using (var source = NpgsqlDataSource.Create(connectionString))
        await using (var command = source.CreateCommand("UPDATE samantha_schema SET version = 99"))
            await command.ExecuteNonQueryAsync(Token);

        (await Should.ThrowAsync<StartupException>(() => Prepare(connectionString))).Message.ShouldContain("newer release");
    }

    [Fact]
    public async Task Prepare_WrongPassword_SaysWhatToDoAndRepeatsNoPassword()
    {
        await server.Started();
        var failure = await Should.ThrowAsync<StartupException>(() => Prepare(server.ConnectionString("postgres", password: "a-wrong-secret")));
        failure.Message.ShouldContain("SAMANTHA__Storage__Postgres");
        failure.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task Prepare_NoPassword_AsksForOne()
    {
        await server.Started();
        var bare = new NpgsqlConnectionStringBuilder(server.ConnectionString("postgres"));
        bare.Remove("Password");
        (await Should.ThrowAsync<StartupException>(() => Prepare(bare.ToString()))).Message.ShouldContain("Password=");
    }

    [Fact]
    public async Task Prepare_NoDatabase_SaysHowToMakeIt()
    {
        await server.Started();
        (await Should.ThrowAsync<StartupException>(() => Prepare(server.ConnectionString("nowhere")))).Message.ShouldContain("createdb nowhere");
    }

    [Fact]
    public async Task Prepare_UserWithoutRights_SaysWhichAreMissing()
    {
        var connectionString = new NpgsqlConnectionStringBuilder(await server.CreateDatabase());
        await server.Run($"CREATE ROLE \"{connectionString.Database}\" LOGIN PASSWORD 'a-secret'");
        connectionString.Username = connectionString.Database;
        connectionString.Password = "a-secret";
        (await Should.ThrowAsync<StartupException>(() => Prepare(connectionString.ToString()))).Message.ShouldContain("CREATE");
    }

    [Fact]
    public async Task Start_NothingThere_WaitsAndThenSaysWhatToDo()
    {
        var lines = new Lines();
        using var port = new ClosedPort();
        await using var database = new PostgresDatabase($"Host=127.0.0.1;Port={port.Number};Password=a-secret", TimeProvider.System);
        var startup = new StorageStartup([new PostgresReadiness(database)], TimeSpan.FromSeconds(30), new ShiftedTime(), lines);

        var failure = await Should.ThrowAsync<StartupException>(() => startup.StartAsync(Token));

        failure.Message.ShouldContain("within 30 s");
        failure.Message.ShouldContain("SAMANTHA__Storage__Postgres");
        lines.Written.Count.ShouldBe(15);
        string.Join('\n', [.. lines.Written, failure.ToString()]).ShouldNotContain("a-secret");
    }

    [Fact]
    public async Task Open_Session_CommitsToTheDiskWhateverTheServerSays()
    {
        var connectionString = await server.CreateDatabase();
        await server.Run($"ALTER DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} SET synchronous_commit = off");
        await using var database = new PostgresDatabase(connectionString, TimeProvider.System);

        // The second use of a connection is one that was reset for the pool.
        for (var use = 0; use < 2; use++)
        {
            (await database.Read(new("SHOW synchronous_commit"), row => row.GetString(0))).ShouldBe(["on"]);
            (await database.Read(new("SHOW transaction_isolation"), row => row.GetString(0))).ShouldBe(["read committed"]);
        }
    }

    private static async Task Prepare(string connectionString)
    {
        await using var database = new PostgresDatabase(connectionString + ";Pooling=false", TimeProvider.System);
        (await new PostgresReadiness(database).Prepare(Token)).ShouldBeNull();
    }

    private sealed class Lines : ILogger<StorageStartup>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception) + exception);
    }
}
