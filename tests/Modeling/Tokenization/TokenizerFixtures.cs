using System.Text.Json;
using Samantha.Modeling.Tokenization;

namespace Samantha.Modeling.Tests.Tokenization;

/// <summary>Tokenizers and what the Hugging Face library makes of texts with them, from the folder beside the repository.</summary>
internal static class TokenizerFixtures
{
    public static IEnumerable<JsonElement> Lines(string folder, string file)
    {
        // Split at \n only: the texts hold U+0085 and U+2028.
        foreach (var line in File.ReadAllText(Path.Combine(Fixtures.Folder(folder), file)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }

    public static TokenOffset[] Offsets(JsonElement element) => [.. element.EnumerateArray().Select(pair => new TokenOffset(pair[0].GetInt32(), pair[1].GetInt32()))];
}
