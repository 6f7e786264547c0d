using Samantha.Silo.Storage.Sqlite;

namespace Samantha.Silo.Tests.Storage.Sqlite;

/// <summary>A folder with a database, gone after the test.</summary>
internal sealed class StorageFolder : IDisposable
{
    private SqliteDatabase? _database;

    public string Path { get; } = Directory.CreateTempSubdirectory("samantha-storage-").FullName;

    public string File => this["samantha.db"];

    public SqliteDatabase Database => _database ??= new SqliteDatabase(File);

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Closes the database and opens it anew, as a restart does.</summary>
    public SqliteDatabase Reopen()
    {
        _database?.Dispose();
        return _database = new SqliteDatabase(File);
    }

    /// <summary>Everything that is in the database's files, as bytes of UTF-8 read as Latin-1.</summary>
    public string Bytes() => string.Concat(Directory.EnumerateFiles(Path, "samantha.db*").Select(Read));

    public void Dispose()
    {
        _database?.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    private static string Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
