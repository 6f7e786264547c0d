using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Silo.Storage.Models;

/// <summary>A version as files: a flat folder, and a manifest that names each of them with its SHA-256.</summary>
internal static partial class ModelFiles
{
    /// <summary>The manifest's name in a version's folder.</summary>
    public const string ManifestFile = "version.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Whether a text may be a version's id. What is none must not lead to other folders.</summary>
    public static bool IsId(string version) => Id().IsMatch(version);

    /// <summary>The SHA-256 of a folder's weights, in hex.</summary>
    public static Task<string> DigestOf(string folder, CancellationToken cancellationToken)
    {
        var weights = Path.Combine(folder, WeightFiles.SingleFile);
        return File.Exists(weights) ? HashOf(weights, cancellationToken) : throw NoWeights(folder);
    }

    /// <summary>The manifest of a candidate under a number.</summary>
    public static async Task<ModelManifest> Describe(ModelCandidate candidate, long sequence, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in FilesOf(candidate.Folder))
            hashes.Add(name, await HashOf(Path.Combine(candidate.Folder, name), cancellationToken));
        if (!hashes.TryGetValue(WeightFiles.SingleFile, out var weights))
            throw NoWeights(candidate.Folder);
        return new ModelManifest
        {
            Id = $"v{sequence}-{weights[..12]}",
            Sequence = sequence,
            Parent = candidate.Parent,
            CreatedAt = now,
            Strategy = candidate.Strategy,
            Seed = candidate.Seed,
            Metrics = candidate.Metrics,
            LessonPositions = candidate.LessonPositions,
            LessonsDigest = candidate.LessonsDigest,
            Rejection = candidate.Rejection,
            Lineage = candidate.Lineage,
            Replaces = candidate.Replaces,
            Files = hashes,
        };
    }

    /// <summary>The manifest as the content of its file.</summary>
    public static byte[] Write(ModelManifest manifest) => [.. JsonSerializer.SerializeToUtf8Bytes(manifest, Json), (byte)'\n'];

    /// <summary>Reads what <see cref="Write"/> wrote; null where it is no manifest, or not that of this version.</summary>
    public static ModelManifest? Read(ReadOnlySpan<byte> json, string version)
    {
        try
        {
            return JsonSerializer.Deserialize<ModelManifest>(json, Json) is { } manifest && manifest.Id == version && manifest.Files.All(IsContent) ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the manifest in a version's folder; null where there is none.</summary>
    public static async Task<ModelManifest?> ReadFolder(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await File.ReadAllBytesAsync(Path.Combine(folder, ManifestFile), cancellationToken), Path.GetFileName(folder));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The first file of a version's folder that is missing or not what the manifest says; null if all is well.</summary>
    public static async Task<string?> FindDamage(string folder, CancellationToken cancellationToken)
    {
        if (await ReadFolder(folder, cancellationToken) is not { } manifest)
            return ManifestFile;
        foreach (var (name, hash) in manifest.Files)
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path) || await HashOf(path, cancellationToken) != hash)
                return name;
        }

        return null;
    }

    /// <summary>The SHA-256 of a file, in hex.</summary>
    public static Task<string> HashOf(string path, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        },
        cancellationToken);

    /// <summary>There is no such version.</summary>
    public static UnknownVersionException Unknown() => new("There is no model version with this id. The list of versions has the ids there are.");

    /// <summary>A failure of the disk as the problem that it is.</summary>
    public static Exception Explain(IOException error) => IsFull(error)
        ? new StorageFullException("There is no room for another model version. Make room on the disk of the data folder; training then goes on.")
        : error;

    private static IEnumerable<string> FilesOf(string folder) => Directory.EnumerateFiles(folder)
        .Select(path => Path.GetFileName(path))
        .Where(name => name != ManifestFile && !name.StartsWith('.'));

    // A manifest that came over a network names files of its own folder and nothing else.
    private static bool IsContent(KeyValuePair<string, string> file) =>
        file.Key == Path.GetFileName(file.Key) && file.Key is not ("" or "." or "..") && Hash().IsMatch(file.Value);

    private static VersionNotServableException NoWeights(string folder) =>
        new($"There is no {WeightFiles.SingleFile} in '{folder}'. Name a folder that holds a model.");

    // ENOSPC of Unix, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static bool IsFull(IOException error) => (error.HResult & 0xFFFF) is 28 or 112 or 39;

    [GeneratedRegex(@"\Av[0-9]{1,18}-[0-9a-f]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hash();
}
