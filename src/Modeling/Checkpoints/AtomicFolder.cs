using System.Runtime.InteropServices;

namespace Samantha.Modeling.Checkpoints;

/// <summary>
/// Writes a folder so that it is there whole or not at all, whenever the process or the machine stops: the files go to a
/// neighbouring temporary folder, reach the disk, and the folder is then renamed.
/// </summary>
public static class AtomicFolder
{
    /// <summary>Begins the names of folders that are being written; one that is left over belongs to no one.</summary>
    public const string TemporaryPrefix = ".writing-";

    private const int ReadOnly = 0;

    /// <summary>Writes a folder that does not exist yet.</summary>
    /// <param name="path">The folder to be.</param>
    /// <param name="write">Writes the files into the folder it is given.</param>
    /// <exception cref="IOException">The folder exists, or the disk fails or is full; nothing is left behind.</exception>
    public static void Create(string path, Action<string> write)
    {
        var target = Path.GetFullPath(path);
        if (Path.Exists(target))
            throw new IOException($"{path} exists already and is never written twice.");

        Fill(target, write, temporary => Directory.Move(temporary, target));
    }

    /// <summary>Writes a folder and puts it in the place of an older one of the same name.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="write">Writes the files into the folder it is given.</param>
    /// <remarks>
    /// Between the two renames the name is briefly free; the older folder then still lies beside it under
    /// <c>path.old</c>, where <see cref="Recover"/> finds it.
    /// </remarks>
    public static void Replace(string path, Action<string> write)
    {
        var target = Path.GetFullPath(path);
        var old = target + ".old";
        Recover(target);
        Fill(target, write, temporary =>
        {
            if (Directory.Exists(target))
                Directory.Move(target, old);
            Directory.Move(temporary, target);
        });
        if (Directory.Exists(old))
            Directory.Delete(old, recursive: true);
    }

    /// <summary>After a stop in the midst of <see cref="Replace"/>: brings the older folder back, or clears it away.</summary>
    public static void Recover(string path)
    {
        var target = Path.GetFullPath(path);
        var old = target + ".old";
        if (!Directory.Exists(old))
            return;
        if (Directory.Exists(target))
            Directory.Delete(old, recursive: true);
        else
            Directory.Move(old, target);
    }

    private static void Fill(string target, Action<string> write, Action<string> publish)
    {
        var parent = Path.GetDirectoryName(target) ?? throw new IOException($"{target} is no place for a folder.");
        Directory.CreateDirectory(parent);
        var temporary = Path.Combine(parent, TemporaryPrefix + Path.GetFileName(target) + "-" + Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(temporary);
        try
        {
            write(temporary);
            foreach (var file in Directory.EnumerateFiles(temporary, "*", SearchOption.AllDirectories))
                FlushFile(file);
            FlushFolder(temporary);
            publish(temporary);
            FlushFolder(parent);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    private static void FlushFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    // A renamed or new file is safe only when its folder's own entry is on the disk, which .NET has no call for.
    private static void FlushFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            return;
        _ = Synchronise(descriptor);
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Synchronise(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
