using System.Text.Json;
using Samantha.Modeling.Tokenization;

namespace Samantha.Modeling.Tests.Tokenization;

/// <summary>Tokenizers and what the Hugging Face library makes of texts with them, from the folder beside the repository.</summary>
internal static class TokenizerFixtures
{
    public static string? Root { get; } = Find();

    public static string Folder(string name)
    {
        Assert.SkipUnless(Root is not null, "The folder ../shared/fixtures/hf is not beside the repository.");
        return Path.Combine(Root, name);
    }

    public static IEnumerable<JsonElement> Lines(string folder, string file)
    {
        // Split at \n only: the texts hold U+0085 and U+2028.
        foreach (var line in File.ReadAllText(Path.Combine(Folder(folder), file)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }

    public static int[] Ints(JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetInt32())];

    public static TokenOffset[] Offsets(JsonElement element) => [.. element.EnumerateArray().Select(pair => new TokenOffset(pair[0].GetInt32(), pair[1].GetInt32()))];

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
                continue;
            var fixtures = Path.Combine(folder.FullName, "..", "shared", "fixtures", "hf");
            return Directory.Exists(fixtures) ? fixtures : null;
        }

        return null;
    }
}
