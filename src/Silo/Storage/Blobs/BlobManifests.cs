using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Samantha.Grains.Models;
using Samantha.Silo.Storage.Models;

namespace Samantha.Silo.Storage.Blobs;

/// <summary>The manifests of versions: <c>versions/&lt;id&gt;.json</c>, written once.</summary>
internal sealed class BlobManifests(BlobContainerClient container)
{
    private const string Prefix = "versions/";
    private const string Suffix = ".json";
    private const int Readers = 8;

    /// <summary>Writes one unless it is there, and returns what is there then.</summary>
    public async Task<ModelManifest> Put(ModelManifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            await Of(manifest.Id).UploadAsync(
                BinaryData.FromBytes(ModelFiles.Write(manifest)),
                new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All }, HttpHeaders = new() { ContentType = "application/json" } },
                cancellationToken);
            return manifest;
        }
        catch (RequestFailedException error) when (BlobProblems.IsTaken(error))
        {
            // By another that publishes the same, or by this very call if the answer to an earlier attempt was lost.
            return await Find(manifest.Id, cancellationToken) ?? throw Unreadable(manifest.Id);
        }
    }

    /// <summary>Reads one; null for what is no manifest of the version.</summary>
    /// <exception cref="Contracts.Problems.UnknownVersionException">There is none.</exception>
    public async Task<ModelManifest?> Read(string version, CancellationToken cancellationToken)
    {
        try
        {
            var content = await Of(version).DownloadContentAsync(cancellationToken);
            return ModelFiles.Read(content.Value.Content.ToMemory().Span, version);
        }
        catch (RequestFailedException error) when (BlobProblems.IsMissing(error))
        {
            throw ModelFiles.Unknown();
        }
    }

    /// <summary>Reads all; null for what is no manifest, or was deleted meanwhile.</summary>
    public async Task<IReadOnlyList<(string Version, ModelManifest? Manifest)>> ReadAll(CancellationToken cancellationToken)
    {
        var versions = new List<string>();
        await foreach (var item in container.GetBlobsAsync(prefix: Prefix, cancellationToken: cancellationToken))
            versions.Add(item.Name[Prefix.Length..^(item.Name.EndsWith(Suffix, StringComparison.Ordinal) ? Suffix.Length : 0)]);
        var read = new (string, ModelManifest?)[versions.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, versions.Count, parallel, async (i, stop) => read[i] = (versions[i], await Find(versions[i], stop)));
        return read;
    }

    /// <summary>Deletes one; tells whether it was there.</summary>
    public async Task<bool> Delete(string version, CancellationToken cancellationToken) =>
        await Of(version).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Reads one; null where there is none, or what is there is no manifest of the version.</summary>
    public async Task<ModelManifest?> Find(string version, CancellationToken cancellationToken)
    {
        try
        {
            return ModelFiles.IsId(version) ? await Read(version, cancellationToken) : null;
        }
        catch (Contracts.Problems.UnknownVersionException)
        {
            return null;
        }
    }

    private static IOException Unreadable(string version) =>
        new($"The manifest of {version} in the blob storage cannot be read. Restore it from a backup, or delete it; then it is written anew.");

    private BlobClient Of(string version) => container.GetBlobClient(Prefix + version + Suffix);
}
