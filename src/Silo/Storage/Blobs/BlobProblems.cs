using Azure;
using Azure.Storage.Blobs.Models;
using Samantha.Contracts.Problems;

namespace Samantha.Silo.Storage.Blobs;

/// <summary>The blob service's errors as problems that say what to do.</summary>
internal static class BlobProblems
{
    /// <summary>Whether a blob of this name is not there, in a container that is.</summary>
    public static bool IsMissing(RequestFailedException error) => error.Status == 404 && !IsContainerMissing(error);

    /// <summary>Whether the container is not there.</summary>
    public static bool IsContainerMissing(RequestFailedException error) => error.ErrorCode == BlobErrorCode.ContainerNotFound || error.ErrorCode == BlobErrorCode.ContainerBeingDeleted;

    /// <summary>Whether a blob of this name was there before.</summary>
    public static bool IsTaken(RequestFailedException error) => error.Status is 409 or 412;

    public static Exception Of(Exception error) => error switch
    {
        RequestFailedException request when IsContainerMissing(request) => new StorageUnavailableException(
            "The blob container of the model versions is missing. Restore it, or correct SAMANTHA__Storage__Container, and start the service again."),
        RequestFailedException { Status: 401 or 403 } => new StorageUnavailableException(
            "The blob storage refuses the credentials. Correct SAMANTHA__Storage__Blobs and start the service again."),
        RequestFailedException { Status: > 0 } request => new StorageUnavailableException(
            $"The blob storage failed (status {request.Status}, {request.ErrorCode ?? "no code"}). Try again; what was transferred is not transferred twice."),
        // The client raises what its attempts met in one.
        RequestFailedException or AggregateException or HttpRequestException or HttpIOException or TaskCanceledException => new StorageUnavailableException(
            "The blob storage does not answer. Check that it can be reached, and try again; what was transferred is not transferred twice."),
        _ => error,
    };
}
