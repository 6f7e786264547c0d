namespace Samantha.Benchmarks;

/// <summary>Where the checkout's parts are.</summary>
internal static class Checkout
{
    public static string Root { get; } = Environment.GetEnvironmentVariable("SAMANTHA_ROOT") is { Length: > 0 } named ? named : Find();

    public static string SiloAssembly => Path.Combine(Root, "artifacts", "bin", "Silo", "release", "Samantha.Silo.dll");

    public static string Results => Path.Combine(Root, "docs", "results");

    private static string Scratches => Path.Combine(Root, "artifacts", "bench");

    /// <summary>A new folder for a run's data, deleted by <see cref="Scratch.Dispose"/>; and what killed runs have left is deleted.</summary>
    public static Scratch NewScratch(string name)
    {
        Directory.CreateDirectory(Scratches);
        foreach (var left in Directory.GetDirectories(Scratches).Where(IsLeft))
            Directory.Delete(left, recursive: true);
        return new(Path.Combine(Scratches, $"{Environment.ProcessId}-{name}-{Guid.NewGuid():N}"));
    }

    // Its name begins with the id of the process that made it.
    private static bool IsLeft(string folder) =>
        int.TryParse(Path.GetFileName(folder).Split('-')[0], out var process) && !Directory.Exists($"/proc/{process}");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
                return folder.FullName;
        throw new InvalidOperationException("Run this through ./platform bench, which knows where the checkout is.");
    }
}

/// <summary>A folder that lives as long as a run.</summary>
internal sealed class Scratch : IDisposable
{
    public Scratch(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
    }

    public string Folder { get; }

    public void Dispose()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }
}
