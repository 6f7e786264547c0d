using Azure;
using Azure.Storage.Blobs;
using Samantha.Contracts.Problems;
using Samantha.Silo.Hosting;

namespace Samantha.Silo.Storage.Blobs;

/// <summary>Reaches the blob storage and makes the container where it is missing.</summary>
internal sealed class BlobReadiness(BlobContainerClient container) : IStorageReadiness
{
    /// <inheritdoc/>
    public string Name => $"The blob storage at {container.Uri.Authority}";

    /// <inheritdoc/>
    public string Setting => StorageSettings.BlobsVariable;

    /// <inheritdoc/>
    public async Task<string?> Prepare(CancellationToken cancellationToken)
    {
        try
        {
            if (!await container.ExistsAsync(cancellationToken))
                await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return null;
        }
        catch (RequestFailedException error) when (error.Status is 400 or 401 or 403 or 404)
        {
            throw new StartupException(
                $"{Name} cannot be used (status {error.Status}, {error.ErrorCode ?? "no code"}). Correct the key or signature in {Setting}, "
                + $"or create the container '{container.Name}' if the signature may not.");
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && BlobProblems.Of(error) is StorageUnavailableException)
        {
            return error is RequestFailedException { Status: > 0 and var status } ? $"status {status}" : "no answer";
        }
    }
}
