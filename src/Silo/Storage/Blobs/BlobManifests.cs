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
    private const string Writer = "writer";
    private const int Readers = 8;

    /// <summary>Whether there is one.</summary>
    public async Task<bool> Exists(string version, CancellationToken cancellationToken) => await Of(version).ExistsAsync(cancellationToken);

    /// <summary>Writes one that was not there.</summary>
    /// <exception cref="IOException">It was.</exception>
    public async Task Put(ModelManifest manifest, CancellationToken cancellationToken)
    {
        var blob = Of(manifest.Id);
        var writer = Guid.NewGuid().ToString("n");
        try
        {
            await blob.UploadAsync(
                BinaryData.FromBytes(ModelFiles.Write(manifest)),
                new BlobUploadOptions
                {
                    Conditions = new() { IfNoneMatch = ETag.All },
                    Metadata = new Dictionary<string, string> { [Writer] = writer },
                    HttpHeaders = new() { ContentType = "application/json" },
                },
                cancellationToken);
        }
        catch (RequestFailedException error) when (BlobProblems.IsTaken(error))
        {
            // It may be this very one, if the answer to an earlier attempt was lost.
            var there = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            if (!there.Value.Metadata.TryGetValue(Writer, out var earlier) || earlier != writer)
                throw Taken(manifest.Id);
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
        await Parallel.ForAsync(0, versions.Count, parallel, async (i, stop) => read[i] = (versions[i], await TryRead(versions[i], stop)));
        return read;
    }

    /// <summary>Deletes one; tells whether it was there.</summary>
    public async Task<bool> Delete(string version, CancellationToken cancellationToken) =>
        await Of(version).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <summary>The refusal to write one twice.</summary>
    public static IOException Taken(string version) => new($"Version {version} exists already and is never written twice.");

    private async Task<ModelManifest?> TryRead(string version, CancellationToken cancellationToken)
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

    private BlobClient Of(string version) => container.GetBlobClient(Prefix + version + Suffix);
}
