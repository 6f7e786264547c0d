using System.Globalization;

namespace Samantha.Silo.Hosting;

/// <summary>
/// A silo that is alone has a data folder for itself; those of a cluster share it, each with a lock of its own name. The
/// locks are the operating system's, so they die with the process, however that dies.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream[] _files;

    private DataFolderLock(params FileStream[] files) => _files = files;

    /// <summary>Takes the folder for one silo alone.</summary>
    /// <exception cref="StartupException">Another process uses it.</exception>
    public static DataFolderLock Take(string folder)
    {
        var holder = Path.Combine(folder, "lock.pid");
        try
        {
            var file = Open(folder, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataFolderLock(file);
        }
        catch (IOException failure)
        {
            throw new StartupException($"The data folder '{folder}' is in use{Holder(holder)}. Stop that process, or name another folder with --data.", failure);
        }
    }

    /// <summary>Shares the folder with other silos of the cluster.</summary>
    /// <exception cref="StartupException">A silo that is alone uses it, or one of the same name.</exception>
    public static DataFolderLock Share(string folder, string silo)
    {
        FileStream shared;
        try
        {
            shared = Open(folder, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (IOException failure)
        {
            throw new StartupException($"The data folder '{folder}' is in use{Holder(Path.Combine(folder, "lock.pid"))}, by a silo that is in no cluster. Stop that process, or name another folder with --data.", failure);
        }

        try
        {
            var own = Directory.CreateDirectory(Path.Combine(folder, "silos", silo)).FullName;
            return new DataFolderLock(shared, Open(own, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure)
        {
            shared.Dispose();
            throw new StartupException($"A silo named '{silo}' runs in '{folder}' already. Stop it, or set Cluster:Silo to another name.", failure);
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private static FileStream Open(string folder, FileAccess access, FileShare share) => new(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, access, share);

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
