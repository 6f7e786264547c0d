namespace Samantha.Training.Tests.Emotions;

/// <summary>Where things lie in the checkout and beside it.</summary>
internal static class Repository
{
    private static readonly string Root = Find();

    public static string Emotions => Path.Combine(Root, "models", "samantha-base", "emotions");

    /// <summary>Null where the data sets are absent.</summary>
    public static string? GoEmotions { get; } =
        Path.Combine(Root, "..", "shared", "data", "goemotions") is var folder && Directory.Exists(folder) ? folder : null;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("The tests do not run inside a checkout.");
    }
}
