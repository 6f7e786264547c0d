using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
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

    // Longer than any upload takes: what it sent or used is not swept away before its manifest is there.
    private static readonly TimeSpan Unused = TimeSpan.FromDays(1);

    private readonly BlobFiles _files = new(container, blockSize);
    private readonly BlobManifests _manifests = new(container);
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
            if (await _manifests.Find(manifest.Id, cancellationToken) is { } there)
                return there;
            foreach (var (name, hash) in manifest.Files)
                await _files.Upload(Path.Combine(candidate.Folder, name), hash, cancellationToken);
            return await _manifests.Put(manifest, cancellationToken);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ModelManifest?> Find(string version, CancellationToken cancellationToken = default) =>
        Explained(() => _manifests.Find(version, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelManifest>> List(CancellationToken cancellationToken = default) => Explained<IReadOnlyList<ModelManifest>>(async () =>
    {
        var manifests = await _manifests.ReadAll(cancellationToken);
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
        var deleted = await _manifests.Delete(version, cancellationToken);
        Located.Remove(version);
        await cache.Remove(version, cancellationToken);
        var manifests = await _manifests.ReadAll(cancellationToken);
        // Of a manifest that cannot be read nobody knows what it refers to.
        if (manifests.All(read => read.Manifest is not null))
            await _files.Sweep(manifests.SelectMany(read => read.Manifest!.Files.Values).ToHashSet(), time.GetUtcNow() - Unused, cancellationToken);
        return deleted;
    }, cancellationToken);

    private Task<string> Fetch(string version) => Explained(() => cache.Get(version, async folder =>
    {
        var manifest = await _manifests.Read(version, CancellationToken.None) ?? throw Damaged(version);
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

    private static VersionNotServableException Damaged(string version) =>
        new($"A file of version {version} is missing or damaged in the blob storage. Restore it from a backup, or roll back to another version.");
}
