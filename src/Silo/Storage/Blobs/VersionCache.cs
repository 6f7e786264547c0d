using Microsoft.Extensions.Logging;
using Samantha.Grains.Models;
using Samantha.Modeling.Checkpoints;
using Samantha.Silo.Storage.Models;

namespace Samantha.Silo.Storage.Blobs;

/// <summary>
/// The versions that this machine has fetched, as folders named by their ids. Its silos share it: a version is fetched by one
/// of them while the others wait.
/// </summary>
internal sealed class VersionCache(string root, TimeProvider time, ILogger logger)
{
    private readonly string _root = Path.GetFullPath(root);

    /// <summary>The verified folder of a version.</summary>
    /// <param name="version">Its id.</param>
    /// <param name="fetch">Brings the files into a folder, which keeps what has come when it is cut, and returns the manifest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string> Get(string version, Func<string, Task<ModelManifest>> fetch, CancellationToken cancellationToken)
    {
        var folder = FolderOf(version);
        if (await IsWhole(folder, cancellationToken))
            return folder;
        using var held = await Hold(version, cancellationToken);
        if (Directory.Exists(folder))
        {
            // A neighbour may have been faster.
            if (await IsWhole(folder, cancellationToken))
                return folder;
            logger.LogWarning("The fetched copy of {Version} is damaged and is fetched again", version);
            Directory.Delete(folder, recursive: true);
        }

        var arriving = Path.Combine(_root, $".fetching-{version}");
        Directory.CreateDirectory(arriving);
        var manifest = await fetch(arriving);
        AtomicFolder.Create(folder, whole =>
        {
            foreach (var name in manifest.Files.Keys)
                File.Move(Path.Combine(arriving, name), Path.Combine(whole, name));
            File.WriteAllBytes(Path.Combine(whole, ModelFiles.ManifestFile), ModelFiles.Write(manifest));
        });
        Directory.Delete(arriving, recursive: true);
        return folder;
    }

    /// <summary>Drops a version that is no more.</summary>
    public async Task Remove(string version, CancellationToken cancellationToken)
    {
        using var held = await Hold(version, cancellationToken);
        foreach (var folder in (string[])[FolderOf(version), Path.Combine(_root, $".fetching-{version}")])
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> IsWhole(string folder, CancellationToken cancellationToken) =>
        Directory.Exists(folder) && await ModelFiles.FindDamage(folder, cancellationToken) is null;

    private Task<HostLock> Hold(string version, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_root);
        return HostLock.Take(Path.Combine(_root, $".{version}.lock"), time, cancellationToken);
    }

    private string FolderOf(string version) => Path.Combine(_root, version);
}
