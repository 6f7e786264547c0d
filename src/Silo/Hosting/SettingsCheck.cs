using System.Net;
using Samantha.Silo.Storage.Blobs;
using Samantha.Silo.Storage.Postgres;

namespace Samantha.Silo.Hosting;

/// <summary>Finds what would keep the service from working before anything is started.</summary>
internal static class SettingsCheck
{
    private const int ShortestKey = 16;

    /// <exception cref="StartupException">Something is wrong; the message says what to do.</exception>
    public static void Check(ServiceSettings settings)
    {
        if (settings.Port is < 0 or > 65535)
            throw new StartupException($"Port {settings.Port} is none: give --port a number from 0 to 65535.");
        CheckStorage(settings);
        CheckCluster(settings.Cluster);
        if (settings.ApiKeys.Any(key => key.Length < ShortestKey))
            throw new StartupException($"An API key is shorter than {ShortestKey} characters. Make one with: openssl rand -hex 24");
        if (!IPAddress.TryParse(settings.Host, out _) && !IsLoopback(settings.Host))
            throw new StartupException($"'{settings.Host}' is no address: give --host an IP address or localhost.");
        if (!IsLoopback(settings.Host) && settings.ApiKeys.Count == 0)
            throw new StartupException(
                $"'{settings.Host}' can be reached from other machines, and no API keys are set. "
                + "Set SAMANTHA__ApiKeys__0 to a secret that clients then send as a bearer token, or listen on 127.0.0.1.");
        CheckModel(settings.Model!);
        CheckWritable(settings.Data, "data folder", "--data");
    }

    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static void CheckStorage(ServiceSettings settings)
    {
        if (settings.Profile == ServiceSettings.EmbeddedProfile)
            return;
        if (settings.Profile != ServiceSettings.ClusterProfile)
            throw new StartupException("The profile must be 'embedded' (SQLite and a folder under --data) or 'cluster' (PostgreSQL, and blobs or a shared folder).");
        if (string.IsNullOrWhiteSpace(settings.Storage.Postgres))
            throw new StartupException($"The cluster profile stores in PostgreSQL: set {StorageSettings.PostgresVariable} to a connection string such as {PostgresConnectionString.Example}.");
        if (string.IsNullOrWhiteSpace(settings.Storage.Blobs) && string.IsNullOrWhiteSpace(settings.Storage.Models))
            throw new StartupException($"The cluster profile stores models in Azure blobs: set {StorageSettings.BlobsVariable} to the connection string of a storage account, or to a container's address with a shared access signature. Or name a folder that all silos share: {StorageSettings.ModelsVariable}.");
        if (!string.IsNullOrWhiteSpace(settings.Storage.Blobs) && !string.IsNullOrWhiteSpace(settings.Storage.Models))
            throw new StartupException($"Models have one place: set {StorageSettings.BlobsVariable} or {StorageSettings.ModelsVariable}, not both.");
        if (settings.Storage.Models is { Length: > 0 } models)
            CheckWritable(models, "folder of models", StorageSettings.ModelsVariable);
        if (settings.Storage.CachedVersions < 2)
            throw new StartupException("Storage:CachedVersions must be at least 2: the version that serves and the next one.");
        try
        {
            PostgresConnectionString.Parse(settings.Storage.Postgres);
            if (settings.Storage.Blobs is { Length: > 0 } blobs)
                BlobAccount.Container(blobs, settings.Storage.Container);
        }
        catch (FormatException failure)
        {
            // Without the cause, which may quote the secret in it.
            throw new StartupException(failure.Message);
        }
    }

    private static void CheckCluster(ClusterSettings cluster)
    {
        if (!cluster.IsMember)
            return;
        if (string.IsNullOrWhiteSpace(cluster.Silo) || cluster.Silo.AsSpan().ContainsAny('/', '\\') || cluster.Silo.Any(char.IsControl))
            throw new StartupException("Cluster:Silo must name the silo, without slashes: no two of those that run at a time may have the same name.");
        if (cluster.SiloPort is < 1 or > 65535 || cluster.GatewayPort is < 0 or > 65535 || cluster.SiloPort == cluster.GatewayPort)
            throw new StartupException("Cluster:SiloPort and Cluster:GatewayPort must be two ports from 1 to 65535; a gateway port of 0 takes no clients.");
        if (!IPAddress.TryParse(cluster.Address, out var address))
            throw new StartupException($"'{cluster.Address}' is no IP address: set Cluster:Address to the one under which other silos reach this one.");
        if (!IPAddress.IsLoopback(address) && cluster.Certificate is null && !cluster.Unencrypted)
            throw new StartupException(
                "Other machines can reach this silo's port, and it has no certificate. Set Cluster:Certificate, Cluster:CertificateKey and Cluster:CertificateAuthority, "
                + "or say Cluster:Unencrypted=true if nobody else is on the network between the silos.");
        if (cluster.Lease < TimeSpan.FromSeconds(2) || cluster.Lease > TimeSpan.FromMinutes(10))
            throw new StartupException("Cluster:Lease must be from 2 seconds to 10 minutes.");
    }

    private static void CheckModel(string folder)
    {
        if (!Directory.Exists(folder))
            throw new StartupException($"There is no model at '{folder}'. Name a Hugging Face folder with --model, or train one with './platform train base'.");
        foreach (var file in (string[])["config.json", "tokenizer.json"])
        {
            if (!File.Exists(Path.Combine(folder, file)))
                throw new StartupException($"The model at '{folder}' has no {file}. Copy it there from where the model came from, or name another folder with --model.");
        }

        if (Directory.GetFiles(folder, "*.safetensors").Length == 0)
            throw new StartupException($"The model at '{folder}' has no weights (*.safetensors). Copy them there, or name another folder with --model.");
    }

    private static void CheckWritable(string folder, string what, string setting)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Guid.NewGuid():n}");
            File.WriteAllBytes(probe, new byte[4096]);
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The {what} '{folder}' cannot be written: {failure.Message} Free some space, mend its permissions, or name another with {setting}.", failure);
        }
    }
}
