using System.Buffers;

namespace Samantha.Inference;

/// <summary>Versions as the folders of one folder, each named as the version is.</summary>
public sealed class FolderVersionLocator(string root) : IVersionLocator
{
    private const int LongestName = 128;

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <inheritdoc/>
    public ValueTask<string> LocateAsync(string version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        // A name comes from a request: it must not lead out of the folder.
        var isName = version.Length is > 0 and <= LongestName && version[0] != '.' && !version.AsSpan().ContainsAnyExcept(Letters);
        var folder = isName ? Path.Combine(root, version) : null;
        return folder is not null && Directory.Exists(folder)
            ? ValueTask.FromResult(folder)
            : throw new VersionNotFoundException(isName ? $"There is no version {version}." : "A version of that name cannot be.");
    }
}
