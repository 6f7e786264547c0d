using Microsoft.Extensions.Logging;
using Samantha.Grains.Models;
using Samantha.Modeling.Checkpoints;
using Samantha.Silo.Storage.Models;

namespace Samantha.Silo.Storage.Blobs;

/// <summary>
/// The versions that this machine has fetched and used last, as folders named by their ids. Its silos share it: a version is
/// fetched by one of them while the others wait.
/// </summary>
/// <param name="root">The folder of the folders.</param>
/// <param name="mostKept">How many of them stay.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Tells of damage.</param>
internal sealed class VersionCache(string root, int mostKept, TimeProvider time, ILogger logger)
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
            return Used(folder);
        using var held = await Hold(version, cancellationToken);
        if (Directory.Exists(folder))
        {
            // A neighbour may have been faster.
            if (await IsWhole(folder, cancellationToken))
                return Used(folder);
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
        Used(folder);
        DropLeastUsed();
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

    private string Used(string folder)
    {
        try
        {
            Directory.SetLastWriteTimeUtc(folder, time.GetUtcNow().UtcDateTime);
        }
        catch (IOException)
        {
            // A neighbour has just dropped it; whoever asks again has it fetched.
        }

        return folder;
    }

    // What a neighbour has open stays readable for it; what it asks for anew is fetched again.
    private void DropLeastUsed()
    {
        foreach (var folder in Directory.EnumerateDirectories(_root, "v*-*").OrderByDescending(Directory.GetLastWriteTimeUtc).Skip(mostKept).ToList())
        {
            var dropped = Path.Combine(_root, $".dropped-{Guid.NewGuid():n}");
            try
            {
                Directory.Move(folder, dropped);
                Directory.Delete(dropped, recursive: true);
            }
            catch (IOException)
            {
                // A neighbour was faster.
            }
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
