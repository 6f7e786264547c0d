using System.Globalization;

namespace Samantha.Silo.Hosting;

/// <summary>One process holds a data folder. The lock is the operating system's, so it dies with the process, however that dies.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="StartupException">Another process holds it.</exception>
    public static DataFolderLock Take(string folder)
    {
        var holder = Path.Combine(folder, "lock.pid");
        try
        {
            var file = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataFolderLock(file);
        }
        catch (IOException failure)
        {
            throw new StartupException($"The data folder '{folder}' is in use{Holder(holder)}. Stop that process, or name another folder with --data.", failure);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        try
        {
            return File.ReadAllText(path) is { Length: > 0 } process ? $" by process {process}" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
