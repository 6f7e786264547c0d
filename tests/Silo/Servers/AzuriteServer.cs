using Azure.Storage.Blobs;

namespace Samantha.Silo.Tests.Servers;

/// <summary>Azurite, the emulator of Azure's blobs: started for the first test that asks and stopped with the last.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    // The account and key that every Azurite has; they are published.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly Lazy<Task> _started;
    private int _port;
    private ServerProcess? _process;
    private int _containers;

    public AzuriteServer() => _started = new Lazy<Task>(Start);

    /// <summary>The account's connection string.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{_port}/{Account};";

    /// <summary>The name of a container that no one else has.</summary>
    public string NewContainer() => $"models-{Interlocked.Increment(ref _containers)}";

    /// <summary>Waits until the server runs; skips the test where it is not installed.</summary>
    public Task Started()
    {
        if (Program() is null)
            Assert.Skip("Azurite is not installed; './platform test' installs it.");
        return _started.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
    }

    private async Task Start()
    {
        _port = ServerProcess.FreePort();
        _process = ServerProcess.Start([], [
            "node", Program()!, "--blobHost", "127.0.0.1", "--blobPort", $"{_port}", "--inMemoryPersistence", "--silent", "--disableTelemetry"]);
        var account = new BlobServiceClient(ConnectionString, new BlobClientOptions { Retry = { MaxRetries = 0 } });
        await _process.Answers(() => account.GetPropertiesAsync());
    }

    private static string? Program()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var program = Path.Combine(folder.FullName, "artifacts/azurite/node_modules/azurite/dist/src/blob/main.js");
            if (File.Exists(program))
                return program;
        }

        return null;
    }
}
