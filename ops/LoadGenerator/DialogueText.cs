using System.Text.Json;

namespace Samantha.LoadGenerator;

/// <summary>What users say: the users' lines of dialogues in a file of JSON lines.</summary>
internal static class DialogueText
{
    private const string UserLine = "user: ";
    private const int Longest = 500;

    /// <summary>Reads the users' lines, dialogue by dialogue.</summary>
    /// <param name="path">
    /// A file whose lines hold <c>text</c> (lines <c>user: …</c>, as a model folder's anchors.jsonl) or <c>turns</c> (pairs of speaker and text).
    /// </param>
    /// <exception cref="InvalidDataException">A line is no dialogue, or there are none.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string path)
    {
        var dialogues = new List<IReadOnlyList<string>>();
        foreach (var (number, line) in File.ReadLines(path).Index())
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                var said = LinesOf(document.RootElement).Select(text => text.Length > Longest ? text[..Longest] : text).Where(text => text.Trim().Length > 0).ToList();
                if (said.Count > 0)
                    dialogues.Add(said);
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
            {
                throw new InvalidDataException($"Line {number + 1} of {path} is no dialogue: it needs \"text\" or \"turns\".", error);
            }
        }

        return dialogues.Count > 0 ? dialogues : throw new InvalidDataException($"{path} holds no dialogues.");
    }

    private static IEnumerable<string> LinesOf(JsonElement dialogue) => dialogue.TryGetProperty("turns", out var turns)
        ? [.. turns.EnumerateArray().Where(turn => turn[0].GetString() == "user").Select(turn => turn[1].GetString()!)]
        : [.. dialogue.GetProperty("text").GetString()!.Split('\n').Where(line => line.StartsWith(UserLine, StringComparison.Ordinal)).Select(line => line[UserLine.Length..])];
}
