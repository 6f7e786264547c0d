using System.Globalization;

namespace Samantha.Grains.Training;

/// <summary>
/// Where sessions keep their checkpoints. Silos of one host share the folders, and a trainer may move from one silo to another
/// while what is left of it still runs on the first. So whoever runs a session takes its folder by renaming it: what the other
/// writes from then on misses it.
/// </summary>
/// <param name="root">The folder of the folders.</param>
internal sealed class SessionFolders(string root)
{
    private const string Prefix = "session-";

    /// <summary>The session's folder with what was left in it, under a name that no other knows.</summary>
    public string Take(long session)
    {
        Directory.CreateDirectory(root);
        var own = Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{session}-{Guid.NewGuid():n}"));
        foreach (var left in All().Where(folder => SessionOf(folder) == session).OrderByDescending(Directory.GetLastWriteTimeUtc))
        {
            try
            {
                Directory.Move(left, own);
                break;
            }
            catch (IOException)
            {
                // Another took it, or the system does not rename what is in use. Without it the session begins anew.
            }
        }

        return Directory.CreateDirectory(own).FullName;
    }

    /// <summary>Deletes the folders of sessions that ended.</summary>
    /// <param name="last">The last session that there was; folders of later ones are those of a trainer that knows more.</param>
    /// <param name="running">The session that has not ended; null if none.</param>
    public void RemoveEnded(long last, long? running)
    {
        foreach (var folder in All().Where(folder => SessionOf(folder) is { } session && session <= last && session != running))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Something still writes there: it is deleted after the next session.
            }
        }
    }

    private List<string> All() => Directory.Exists(root) ? [.. Directory.EnumerateDirectories(root, Prefix + "*")] : [];

    private static long? SessionOf(string folder) =>
        long.TryParse(Path.GetFileName(folder).Split('-')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var session) ? session : null;
}
