using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Silo.Storage;

/// <summary>
/// Model versions as folders named by their ids. A version's files reach the disk in a neighbouring folder that is then
/// renamed, and are never written again; each is verified by its hash when it is first asked for.
/// </summary>
public sealed partial class FolderModelStore(string root, TimeProvider time, ILogger<FolderModelStore> logger) : IModelStore
{
    private const string ManifestFile = "version.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _root = Path.GetFullPath(root);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _verified = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<string> DigestOf(string folder, CancellationToken cancellationToken = default)
    {
        var weights = Path.Combine(folder, WeightFiles.SingleFile);
        return File.Exists(weights)
            ? HashOf(weights, cancellationToken)
            : throw new VersionNotServableException($"There is no {WeightFiles.SingleFile} in '{folder}'. Name a folder that holds a model.");
    }

    /// <inheritdoc/>
    public async Task<ModelManifest> Publish(ModelCandidate candidate, long sequence, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in FilesOf(candidate.Folder))
            hashes.Add(name, await HashOf(Path.Combine(candidate.Folder, name), cancellationToken));
        if (!hashes.TryGetValue(WeightFiles.SingleFile, out var weights))
            throw new VersionNotServableException($"There is no {WeightFiles.SingleFile} in '{candidate.Folder}'. Name a folder that holds a model.");

        var manifest = new ModelManifest
        {
            Id = $"v{sequence}-{weights[..12]}",
            Sequence = sequence,
            Parent = candidate.Parent,
            CreatedAt = time.GetUtcNow(),
            Strategy = candidate.Strategy,
            Seed = candidate.Seed,
            Metrics = candidate.Metrics,
            LessonPositions = candidate.LessonPositions,
            LessonsDigest = candidate.LessonsDigest,
            Rejection = candidate.Rejection,
            Files = hashes,
        };
        try
        {
            await Task.Run(() => AtomicFolder.Create(FolderOf(manifest.Id), folder => Copy(candidate.Folder, manifest, folder)), cancellationToken);
        }
        catch (IOException error) when (IsFull(error))
        {
            throw new StorageFullException("There is no room for another model version. Make room on the disk of the data folder; training then goes on.");
        }

        return manifest;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ModelManifest>> List(CancellationToken cancellationToken = default)
    {
        var manifests = new List<ModelManifest>();
        if (!Directory.Exists(_root))
            return manifests;
        foreach (var folder in Directory.EnumerateDirectories(_root, "v*-*"))
        {
            if (await ReadManifest(folder, cancellationToken) is { } manifest && manifest.Id == Path.GetFileName(folder))
                manifests.Add(manifest);
            else
                logger.LogWarning("{Folder} holds no readable {File} and is left out", folder, ManifestFile);
        }

        return [.. manifests.OrderBy(manifest => manifest.Sequence)];
    }

    /// <inheritdoc/>
    public async Task<string> Locate(string version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        var folder = FolderOf(version);
        // What is no id must not lead to other folders.
        if (!Id().IsMatch(version) || !Directory.Exists(folder))
            throw new UnknownVersionException("There is no model version with this id. The list of versions has the ids there are.");

        var verifying = _verified.GetOrAdd(version, id => new Lazy<Task>(() => Verify(id, folder)));
        try
        {
            await verifying.Value.WaitAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // It may be restored meanwhile.
            _verified.TryRemove(KeyValuePair.Create(version, verifying));
            throw;
        }

        return folder;
    }

    private async Task Verify(string version, string folder)
    {
        var manifest = await ReadManifest(folder, CancellationToken.None) ?? throw Damaged(version, ManifestFile);
        foreach (var (name, hash) in manifest.Files)
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path) || await HashOf(path, CancellationToken.None) != hash)
                throw Damaged(version, name);
        }
    }

    private static VersionNotServableException Damaged(string version, string file) =>
        new($"{file} of version {version} is missing or damaged. Restore the version's folder from a backup, or roll back to another version.");

    private static void Copy(string from, ModelManifest manifest, string to)
    {
        foreach (var name in manifest.Files.Keys)
            File.Copy(Path.Combine(from, name), Path.Combine(to, name));
        File.WriteAllText(Path.Combine(to, ManifestFile), JsonSerializer.Serialize(manifest, Json) + "\n");
    }

    private static IEnumerable<string> FilesOf(string folder) => Directory.EnumerateFiles(folder)
        .Select(path => Path.GetFileName(path))
        .Where(name => name != ManifestFile && !name.StartsWith('.'));

    private static Task<string> HashOf(string path, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        },
        cancellationToken);

    private static async Task<ModelManifest?> ReadManifest(string folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(Path.Combine(folder, ManifestFile));
            return await JsonSerializer.DeserializeAsync<ModelManifest>(stream, Json, cancellationToken);
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }

    // ENOSPC of Unix, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static bool IsFull(IOException error) => (error.HResult & 0xFFFF) is 28 or 112 or 39;

    [GeneratedRegex("^v[0-9]{1,18}-[0-9a-f]{12}$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    private string FolderOf(string version) => Path.Combine(_root, version);
}
