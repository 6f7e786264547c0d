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
        var path = Path.Combine(folder, "lock");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new DataFolderLock(file);
        }
        catch (IOException failure)
        {
            throw new StartupException($"The data folder '{folder}' is in use{Holder(path)}. Stop that process, or name another folder with --data.", failure);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd() is { Length: > 0 } process ? $" by process {process}" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
