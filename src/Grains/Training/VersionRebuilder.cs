using System.Security.Cryptography;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Interactions;
using Samantha.Grains.Lessons;
using Samantha.Grains.Models;

namespace Samantha.Grains.Training;

/// <summary>
/// Makes stored versions again from their lineage, the log and an ancestor, and compares the bytes. It writes to its work folder
/// alone. Interrupted at any moment and begun again, it goes on from its last checkpoint.
/// </summary>
/// <param name="log">Has the lessons.</param>
/// <param name="store">Has the versions.</param>
/// <param name="trainer">Makes candidates.</param>
/// <param name="here">What computes here.</param>
public sealed class VersionRebuilder(IInteractionLog log, IModelStore store, ICandidateTrainer trainer, Provenance here)
{
    /// <summary>Makes a version again.</summary>
    /// <param name="version">Its id.</param>
    /// <param name="fromBase">Whether to make all of its line again, from the imported model; else only what the store lacks.</param>
    /// <param name="workFolder">Where checkpoints and models go.</param>
    /// <param name="tell">Is told what is done, in words.</param>
    /// <param name="report">Is told each step.</param>
    /// <param name="cancellationToken">Stops at the next step.</param>
    /// <returns>The version, or the first of its line that came out otherwise.</returns>
    /// <exception cref="UnknownVersionException">There is no such version.</exception>
    /// <exception cref="HistoryUnknownException">Something that it was made of is not there.</exception>
    public async Task<RebuiltVersion> Run(
        string version, bool fromBase, string workFolder, Action<string> tell, Action<TrainingProgress> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tell);
        var (folder, line) = await Line(version, fromBase, cancellationToken);
        var root = await Root(line[0], cancellationToken);
        foreach (var warning in line.SelectMany(Warnings).Distinct())
            tell(warning);
        RebuiltVersion rebuilt = null!;
        foreach (var (index, manifest) in line.Index())
        {
            tell($"{manifest.Id} ({index + 1} of {line.Count}) from {manifest.Parent}: {manifest.Lineage!.Lessons.Count} lessons, {manifest.Lineage.Rehearsed.Count} rehearsed");
            var job = await Job(manifest, folder, root, Path.Combine(workFolder, manifest.Id));
            folder = trainer.Train(job, report, cancellationToken).Folder;
            rebuilt = new RebuiltVersion(folder, manifest, await Differing(folder, manifest, cancellationToken));
            if (rebuilt.Differing.Count > 0)
                break;
        }

        return rebuilt;
    }

    // The folder to start from, and what is to be made, ancestors first.
    private async Task<(string Folder, List<ModelManifest> Line)> Line(string version, bool fromBase, CancellationToken cancellationToken)
    {
        var line = new List<ModelManifest>();
        var manifest = await store.Find(version, cancellationToken)
            ?? throw new UnknownVersionException($"The model store has no version {version}. 'ls' of its folder, or GET /api/models, has the ids there are.");
        while (manifest.Parent is { } parent)
        {
            if (manifest.Lineage is null)
                throw new HistoryUnknownException($"Version {manifest.Id} was made by a release that did not note what versions are made of.");
            line.Insert(0, manifest);
            var above = await store.Find(parent, cancellationToken)
                ?? throw new HistoryUnknownException($"Version {parent}, of which {manifest.Id} was made, is not in the model store. Restore it from a backup; if it learned from a user who was forgotten, it is gone for good.");
            if ((!fromBase || above.Parent is null) && await Located(parent, cancellationToken) is { } folder)
                return (folder, line);
            manifest = above;
        }

        throw new HistoryUnknownException(line.Count == 0
            ? $"Version {version} was imported and not made here: there is nothing to make it from."
            : $"The files of {manifest.Id}, from which all others were made, are missing or damaged. Import the same model folder again with './platform run --model'.");
    }

    // What the gate holds candidates against, whichever ancestor they are made from.
    private async Task<string> Root(ModelManifest of, CancellationToken cancellationToken)
    {
        var root = of.Id;
        for (var above = of; above?.Parent is { } parent; above = await store.Find(parent, cancellationToken))
            root = parent;
        return await Located(root, cancellationToken)
            ?? throw new HistoryUnknownException($"The files of {root}, with which the line of {of.Id} began, are missing or damaged. Import the same model folder again with './platform run --model'.");
    }

    private async Task<string?> Located(string version, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Locate(version, cancellationToken);
        }
        catch (Exception error) when (error is UnknownVersionException or VersionNotServableException)
        {
            return null;
        }
    }

    private async Task<TrainingJob> Job(ModelManifest manifest, string parentFolder, string rootFolder, string workFolder)
    {
        var lineage = manifest.Lineage!;
        var options = LearningSettings.Read(lineage.Settings);
        var lessons = await Lessons(manifest.Id, lineage, lineage.Lessons, options);
        var rehearsed = await Lessons(manifest.Id, lineage, lineage.Rehearsed, options);
        if (LessonDigest.Of(lessons, rehearsed) != manifest.LessonsDigest)
            throw new HistoryUnknownException($"The log makes other lessons of the positions of {manifest.Id} than it did. Use the code of commit {lineage.Code}.");
        return new TrainingJob(parentFolder, rootFolder, Directory.CreateDirectory(workFolder).FullName, lessons, rehearsed, manifest.Seed, options);
    }

    private async Task<List<TaughtLesson>> Lessons(string version, ModelLineage lineage, IReadOnlyList<long> positions, LearningOptions options)
    {
        var lessons = new List<TaughtLesson>();
        // What was learned was in the right language.
        var curation = new Curation(log, null, () => Task.FromResult<LanguageModel?>(null), options, TimeProvider.System);
        foreach (var position in positions)
            lessons.Add(await curation.Find(position, lineage.Through, lineage.Pairs?.TryGetValue(position, out var other) == true ? other : null)
                ?? throw new HistoryUnknownException($"Version {version} learned from a record that is no longer in the log (position {position}): its user was forgotten. './platform forget' makes the line anew without them."));
        return lessons;
    }

    private IEnumerable<string> Warnings(ModelManifest manifest)
    {
        if (manifest.Lineage!.Code != here.Code)
            yield return $"Warning: {manifest.Id} was made by the code of commit {manifest.Lineage.Code}, this is {here.Code}. The bytes may differ.";
        if (manifest.Lineage.Machine != here.Machine)
            yield return $"Warning: {manifest.Id} was made on '{manifest.Lineage.Machine}', this is '{here.Machine}'. The bytes may differ.";
    }

    private static async Task<List<string>> Differing(string folder, ModelManifest manifest, CancellationToken cancellationToken)
    {
        var differing = new List<string>();
        foreach (var (name, hash) in manifest.Files)
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path) || Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, cancellationToken))) != hash)
                differing.Add(name);
        }

        return differing;
    }
}
