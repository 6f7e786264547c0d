namespace Samantha.Silo.Commands;

/// <summary>Where the project keeps what offline commands read and write.</summary>
internal static class ProjectPaths
{
    /// <summary>The shipped model.</summary>
    public static string BaseModel => Path.Combine(Root, "models", "samantha-base");

    /// <summary>A file of results.</summary>
    public static string Results(string name) => Path.Combine(Root, "docs", "results", name);

    /// <summary>The project's folder: the script says where it lies; without it, commands run in it.</summary>
    public static string Root => Environment.GetEnvironmentVariable("SAMANTHA_ROOT") ?? Environment.CurrentDirectory;
}
