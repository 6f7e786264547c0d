using System.Collections.Concurrent;
using System.Security.Cryptography;
using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Keeps versions where their candidates lie, and outlives clusters.</summary>
internal sealed class MemoryModelStore : IModelStore
{
    private readonly ConcurrentDictionary<string, (ModelManifest Manifest, string Folder)> _models = new();

    /// <summary>Awaited before anything is stored.</summary>
    public Func<Task> BeforePublish { get; set; } = () => Task.CompletedTask;

    /// <summary>Awaited once it is stored.</summary>
    public Func<Task> AfterPublish { get; set; } = () => Task.CompletedTask;

    public Task<string> DigestOf(string folder, CancellationToken cancellationToken = default) =>
        Task.FromResult(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, WeightFiles.SingleFile)))));

    public async Task<ModelManifest> Publish(ModelCandidate candidate, long sequence, CancellationToken cancellationToken = default)
    {
        await BeforePublish();
        var weights = await DigestOf(candidate.Folder, cancellationToken);
        var manifest = new ModelManifest
        {
            Id = $"v{sequence}-{weights[..12]}",
            Sequence = sequence,
            Parent = candidate.Parent,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Strategy = candidate.Strategy,
            Seed = candidate.Seed,
            Metrics = candidate.Metrics,
            LessonPositions = candidate.LessonPositions,
            LessonsDigest = candidate.LessonsDigest,
            Rejection = candidate.Rejection,
            Lineage = candidate.Lineage,
            Replaces = candidate.Replaces,
            Files = new Dictionary<string, string> { [WeightFiles.SingleFile] = weights },
        };
        if (await Find(manifest.Id, cancellationToken) is { } there)
            return there;
        // The trainer clears its work folder once a version is stored.
        var folder = Directory.CreateTempSubdirectory("samantha-model-").FullName;
        foreach (var file in Directory.EnumerateFiles(candidate.Folder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var stored = _models.GetOrAdd(manifest.Id, (manifest, folder)).Manifest;
        await AfterPublish();
        return stored;
    }

    public Task<ModelManifest?> Find(string version, CancellationToken cancellationToken = default) =>
        Task.FromResult(_models.TryGetValue(version, out var model) ? model.Manifest : null);

    public Task<IReadOnlyList<ModelManifest>> List(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<ModelManifest>>([.. _models.Values.Select(model => model.Manifest).OrderBy(manifest => manifest.Sequence)]);

    public Task<string> Locate(string version, CancellationToken cancellationToken = default) =>
        _models.TryGetValue(version, out var model) ? Task.FromResult(model.Folder) : throw new UnknownVersionException("none");

    public Task<bool> Delete(string version, CancellationToken cancellationToken = default) => Task.FromResult(_models.TryRemove(version, out _));
}
