using System.Text.Json;
using Samantha.Modeling;

namespace Samantha.Training.Data;

/// <summary>Small talk of the ChatterBot corpus: questions, each with one or several replies.</summary>
public static class SmallTalkCorpus
{
    /// <summary>The folder under the data sets' root.</summary>
    public const string Folder = "chatterbot";

    /// <summary>Reads every question with each of its replies as a dialogue of two turns.</summary>
    /// <param name="dataSets">The data sets' root.</param>
    /// <exception cref="TrainingDataException">The file is missing or malformed.</exception>
    public static IEnumerable<IReadOnlyList<DialogueTurn>> Read(string dataSets)
    {
        var path = Path.Combine(dataSets, Folder, "english.jsonl");
        using var reader = new StreamReader(DataFile.Open(path));
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0)
                continue;
            foreach (var dialogue in Parse(line, path, number))
                yield return dialogue;
        }
    }

    private static List<IReadOnlyList<DialogueTurn>> Parse(string line, string path, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var prompt = new DialogueTurn(Speaker.User, document.RootElement.GetProperty("prompt").GetString() ?? "");
            return [.. document.RootElement.GetProperty("replies").EnumerateArray()
                .Select(reply => new[] { prompt, new DialogueTurn(Speaker.Assistant, reply.GetString() ?? "") })];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new TrainingDataException($"{path}: line {number} is not a question with replies. Restore the file from its source.", error);
        }
    }
}
