using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>Keeps immutable versions of models. Safe for several threads.</summary>
public interface IModelStore
{
    /// <summary>The SHA-256 of the weights in a folder, in hex.</summary>
    /// <exception cref="Contracts.Problems.VersionNotServableException">The folder holds no weights.</exception>
    Task<string> DigestOf(string folder, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores a candidate under its id; it is there whole, or not at all. A stored version is never changed: the same again,
    /// from here or elsewhere, returns what is there.
    /// </summary>
    /// <param name="candidate">Where it lies and how it was made.</param>
    /// <param name="sequence">The number it gets.</param>
    /// <param name="cancellationToken">Gives up, leaving nothing.</param>
    /// <exception cref="Contracts.Problems.StorageFullException">There is no room.</exception>
    Task<ModelManifest> Publish(ModelCandidate candidate, long sequence, CancellationToken cancellationToken = default);

    /// <summary>The manifest of a stored version; null if there is none, or it cannot be read.</summary>
    Task<ModelManifest?> Find(string version, CancellationToken cancellationToken = default);

    /// <summary>All stored versions, oldest first. What cannot be read is left out.</summary>
    Task<IReadOnlyList<ModelManifest>> List(CancellationToken cancellationToken = default);

    /// <summary>A folder on this machine that holds a version, verified by its hashes.</summary>
    /// <exception cref="Contracts.Problems.UnknownVersionException">There is no such version.</exception>
    /// <exception cref="Contracts.Problems.VersionNotServableException">Its files are damaged.</exception>
    Task<string> Locate(string version, CancellationToken cancellationToken = default);

    /// <summary>Deletes a version, which must be neither served nor rolled out; its id is never used again.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> Delete(string version, CancellationToken cancellationToken = default);
}
