using Azure.Core;
using Azure.Storage.Blobs;

namespace Samantha.Silo.Storage.Blobs;

/// <summary>How a container is reached.</summary>
internal static class BlobAccount
{
    /// <summary>Bounds for transfers that must not hang: about half a minute of trying for each request.</summary>
    public static BlobClientOptions Options() => new()
    {
        Retry = { Mode = RetryMode.Exponential, MaxRetries = 5, Delay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(5), NetworkTimeout = TimeSpan.FromSeconds(20) },
        Diagnostics = { IsLoggingEnabled = false },
    };

    /// <summary>The container that a setting names. Nothing is sent yet.</summary>
    /// <param name="setting">An account's connection string, or a container's address with a shared access signature.</param>
    /// <param name="container">The container in the account; the address of a container names its own.</param>
    /// <param name="options">Bounds; <see cref="Options"/> by default.</param>
    /// <exception cref="FormatException">It is neither. The message repeats nothing of it: any part may be the key.</exception>
    public static BlobContainerClient Container(string setting, string container, BlobClientOptions? options = null)
    {
        options ??= Options();
        try
        {
            return Uri.TryCreate(setting, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
                ? new BlobContainerClient(address, options)
                : new BlobContainerClient(setting, container, options);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException(
                "The blob storage's connection string cannot be read. Copy it from the storage account's access keys "
                + "(DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…), or give a container's address with a shared access signature.");
        }
    }
}
