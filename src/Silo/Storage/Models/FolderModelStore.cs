using Microsoft.Extensions.Logging;
using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Silo.Storage.Models;

/// <summary>
/// Model versions as folders named by their ids. A version's files reach the disk in a neighbouring folder that is then
/// renamed, and are never written again; each is verified by its hash when it is first asked for. Several processes, also of
/// several machines where the folder is shared, may use it.
/// </summary>
internal sealed class FolderModelStore : IModelStore
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private readonly string _root;
    private readonly TimeProvider _time;
    private readonly ILogger<FolderModelStore> _logger;
    private readonly LocatedVersions _located;

    public FolderModelStore(string root, TimeProvider time, ILogger<FolderModelStore> logger)
    {
        _root = Path.GetFullPath(root);
        _time = time;
        _logger = logger;
        _located = new LocatedVersions(Verify);
    }

    /// <inheritdoc/>
    public Task<string> DigestOf(string folder, CancellationToken cancellationToken = default) => ModelFiles.DigestOf(folder, cancellationToken);

    /// <inheritdoc/>
    public async Task<ModelManifest> Publish(ModelCandidate candidate, long sequence, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var manifest = await ModelFiles.Describe(candidate, sequence, _time.GetUtcNow(), cancellationToken);
        Sweep();
        try
        {
            if (await Find(manifest.Id, cancellationToken) is { } there)
                return there;
            await Task.Run(() => AtomicFolder.Create(FolderOf(manifest.Id), folder => Copy(candidate.Folder, manifest, folder)), cancellationToken);
            return manifest;
        }
        catch (IOException error)
        {
            // Another may have been faster with the same.
            return await Find(manifest.Id, cancellationToken) ?? throw ModelFiles.Explain(error);
        }
    }

    /// <inheritdoc/>
    public async Task<ModelManifest?> Find(string version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        return ModelFiles.IsId(version) ? await ModelFiles.ReadFolder(FolderOf(version), cancellationToken) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ModelManifest>> List(CancellationToken cancellationToken = default)
    {
        var manifests = new List<ModelManifest>();
        if (!Directory.Exists(_root))
            return manifests;
        foreach (var folder in Directory.EnumerateDirectories(_root, "v*-*"))
        {
            if (await ModelFiles.ReadFolder(folder, cancellationToken) is { } manifest)
                manifests.Add(manifest);
            else
                _logger.LogWarning("{Folder} holds no readable {File} and is left out", folder, ModelFiles.ManifestFile);
        }

        return [.. manifests.OrderBy(manifest => manifest.Sequence)];
    }

    /// <inheritdoc/>
    public Task<string> Locate(string version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        return IsThere(version) ? _located.Of(version, cancellationToken) : Task.FromException<string>(ModelFiles.Unknown());
    }

    /// <inheritdoc/>
    public Task<bool> Delete(string version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        cancellationToken.ThrowIfCancellationRequested();
        if (!IsThere(version))
            return Task.FromResult(false);
        // Gone at once by its name, whatever happens while the files go.
        var gone = Path.Combine(_root, $"{AtomicFolder.TemporaryPrefix}{version}-{Guid.NewGuid():n}");
        _located.Remove(version);
        try
        {
            Directory.Move(FolderOf(version), gone);
        }
        catch (IOException) when (!IsThere(version))
        {
            // Another process was faster.
            return Task.FromResult(false);
        }

        Directory.Delete(gone, recursive: true);
        return Task.FromResult(true);
    }

    // What processes left that were killed while they wrote; of those that live none takes so long.
    private void Sweep()
    {
        if (!Directory.Exists(_root))
            return;
        foreach (var left in Directory.EnumerateDirectories(_root, AtomicFolder.TemporaryPrefix + "*").Where(folder => Directory.GetLastWriteTimeUtc(folder) < _time.GetUtcNow() - Abandoned))
        {
            try
            {
                Directory.Delete(left, recursive: true);
            }
            catch (IOException)
            {
                // Another process sweeps too.
            }
        }
    }

    private bool IsThere(string version) => ModelFiles.IsId(version) && Directory.Exists(FolderOf(version));

    private async Task<string> Verify(string version) => await ModelFiles.FindDamage(FolderOf(version), CancellationToken.None) is not { } file
        ? FolderOf(version)
        : throw new VersionNotServableException(
            $"{file} of version {version} is missing or damaged. Restore the version's folder from a backup, or roll back to another version.");

    private static void Copy(string from, ModelManifest manifest, string to)
    {
        foreach (var name in manifest.Files.Keys)
            File.Copy(Path.Combine(from, name), Path.Combine(to, name));
        File.WriteAllBytes(Path.Combine(to, ModelFiles.ManifestFile), ModelFiles.Write(manifest));
    }

    private string FolderOf(string version) => Path.Combine(_root, version);
}
