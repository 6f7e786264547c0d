using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Silo.Storage.Models;

namespace Samantha.Silo.Storage.Blobs;

/// <summary>
/// Model versions in a container of blobs: <c>versions/&lt;id&gt;.json</c> names the files, which lie under the names of their
/// contents. The manifest is written last and once, so a version is there whole or not at all.
/// </summary>
/// <param name="container">Where they are.</param>
/// <param name="cache">What this machine has fetched.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Tells what is left out.</param>
/// <param name="blockSize">How many bytes are sent at a time.</param>
internal sealed class BlobModelStore(
    BlobContainerClient container, VersionCache cache, TimeProvider time, ILogger<BlobModelStore> logger, int blockSize = BlobModelStore.DefaultBlockSize)
    : IModelStore
{
    private const int DefaultBlockSize = 8 * 1024 * 1024;
    private const string Prefix = "versions/";
    private const string Suffix = ".json";
    private const string Writer = "writer";
    private const int Readers = 8;

    // Longer than any upload takes: what it sent or used is not swept away before its manifest is there.
    private static readonly TimeSpan Unused = TimeSpan.FromDays(1);

    private readonly BlobFiles _files = new(container, blockSize);
    private LocatedVersions? _located;

    private LocatedVersions Located => LazyInitializer.EnsureInitialized(ref _located, () => new LocatedVersions(Fetch));

    /// <inheritdoc/>
    public Task<string> DigestOf(string folder, CancellationToken cancellationToken = default) => ModelFiles.DigestOf(folder, cancellationToken);

    /// <inheritdoc/>
    public async Task<ModelManifest> Publish(ModelCandidate candidate, long sequence, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var manifest = await ModelFiles.Describe(candidate, sequence, time.GetUtcNow(), cancellationToken);
        return await Explained(async () =>
        {
            if (await ManifestOf(manifest.Id).ExistsAsync(cancellationToken))
                throw Taken(manifest.Id);
            foreach (var (name, hash) in manifest.Files)
                await _files.Upload(Path.Combine(candidate.Folder, name), hash, cancellationToken);
            await Put(manifest, cancellationToken);
            return manifest;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelManifest>> List(CancellationToken cancellationToken = default) => Explained<IReadOnlyList<ModelManifest>>(async () =>
    {
        var manifests = await ReadAll(cancellationToken);
        foreach (var version in manifests.Where(read => read.Manifest is null).Select(read => read.Version))
            logger.LogWarning("The manifest of {Version} cannot be read and is left out", version);
        return [.. manifests.Select(read => read.Manifest).OfType<ModelManifest>().OrderBy(manifest => manifest.Sequence)];
    }, cancellationToken);

    /// <inheritdoc/>
    public async Task<string> Locate(string version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (!ModelFiles.IsId(version))
            throw ModelFiles.Unknown();
        var folder = await Located.Of(version, cancellationToken);
        if (Directory.Exists(folder))
            return folder;
        // It was dropped from the cache.
        Located.Remove(version);
        return await Located.Of(version, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Its files go with it or, where they were used within a day, with a later deletion. Other machines keep what they fetched.</remarks>
    public Task<bool> Delete(string version, CancellationToken cancellationToken = default) => Explained(async () =>
    {
        ArgumentNullException.ThrowIfNull(version);
        if (!ModelFiles.IsId(version))
            return false;
        var deleted = (await ManifestOf(version).DeleteIfExistsAsync(cancellationToken: cancellationToken)).Value;
        Located.Remove(version);
        await cache.Remove(version, cancellationToken);
        var manifests = await ReadAll(cancellationToken);
        // Of a manifest that cannot be read nobody knows what it refers to.
        if (manifests.All(read => read.Manifest is not null))
            await _files.Sweep(manifests.SelectMany(read => read.Manifest!.Files.Values).ToHashSet(), time.GetUtcNow() - Unused, cancellationToken);
        return deleted;
    }, cancellationToken);

    private Task<string> Fetch(string version) => Explained(() => cache.Get(version, async folder =>
    {
        var manifest = await Read(version, CancellationToken.None) ?? throw Damaged(version);
        foreach (var (name, hash) in manifest.Files)
            if (!await TryDownload(hash, Path.Combine(folder, name)))
                throw Damaged(version);
        return manifest;
    }, CancellationToken.None), CancellationToken.None);

    private async Task<bool> TryDownload(string hash, string path)
    {
        try
        {
            return await _files.Download(hash, path, CancellationToken.None);
        }
        catch (RequestFailedException error) when (BlobProblems.IsMissing(error))
        {
            return false;
        }
    }

    /// <returns>Null for what is no manifest.</returns>
    private async Task<ModelManifest?> Read(string version, CancellationToken cancellationToken)
    {
        try
        {
            var content = await ManifestOf(version).DownloadContentAsync(cancellationToken);
            return ModelFiles.Read(content.Value.Content.ToMemory().Span, version);
        }
        catch (RequestFailedException error) when (BlobProblems.IsMissing(error))
        {
            throw ModelFiles.Unknown();
        }
    }

    private async Task<(string Version, ModelManifest? Manifest)[]> ReadAll(CancellationToken cancellationToken)
    {
        var versions = new List<string>();
        await foreach (var item in container.GetBlobsAsync(prefix: Prefix, cancellationToken: cancellationToken))
            versions.Add(item.Name[Prefix.Length..^(item.Name.EndsWith(Suffix, StringComparison.Ordinal) ? Suffix.Length : 0)]);
        var read = new (string, ModelManifest?)[versions.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, versions.Count, parallel, async (i, stop) =>
            read[i] = (versions[i], ModelFiles.IsId(versions[i]) ? await Read(versions[i], stop) : null));
        return read;
    }

    private async Task Put(ModelManifest manifest, CancellationToken cancellationToken)
    {
        var blob = ManifestOf(manifest.Id);
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

    private static async Task<T> Explained<T>(Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        try
        {
            return await operation();
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && Problem(error) is var problem && problem != error)
        {
            throw problem;
        }
    }

    private static Exception Problem(Exception error) =>
        BlobProblems.Of(error) is var problem && problem == error && error is IOException disk ? ModelFiles.Explain(disk) : problem;

    private static IOException Taken(string version) => new($"Version {version} exists already and is never written twice.");

    private static VersionNotServableException Damaged(string version) =>
        new($"A file of version {version} is missing or damaged in the blob storage. Restore it from a backup, or roll back to another version.");

    private BlobClient ManifestOf(string version) => container.GetBlobClient(Prefix + version + Suffix);
}
