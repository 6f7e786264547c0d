using System.IO.Compression;
using System.Text.Json;
using Samantha.Modeling;

namespace Samantha.Training.Data;

/// <summary>Service dialogues of the Schema-Guided Dialogue data set (Rastogi et al. 2020), one JSON object a line.</summary>
public static class SchemaGuidedCorpus
{
    /// <summary>The folder under the data sets' root.</summary>
    public const string Folder = "schema-guided";

    /// <summary>Reads the dialogues of a split in the file's order.</summary>
    /// <param name="dataSets">The data sets' root.</param>
    /// <param name="split">Which part.</param>
    /// <exception cref="TrainingDataException">The file is missing or malformed.</exception>
    public static IEnumerable<IReadOnlyList<DialogueTurn>> Read(string dataSets, DataSplit split) =>
        ReadWithServices(dataSets, split).Select(dialogue => dialogue.Turns);

    /// <summary>The same dialogues, each with the services that it calls.</summary>
    /// <inheritdoc cref="Read"/>
    public static IEnumerable<ServiceDialogue> ReadWithServices(string dataSets, DataSplit split)
    {
        var path = Path.Combine(dataSets, Folder, $"{split.ToString().ToLowerInvariant()}.jsonl.gz");
        using var file = DataFile.Open(path);
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length > 0)
                yield return Parse(line, path, number);
        }
    }

    private static ServiceDialogue Parse(string line, string path, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var services = document.RootElement.TryGetProperty("services", out var named) ? named.EnumerateArray().Select(service => service.GetString() ?? "") : [];
            var turns = document.RootElement.GetProperty("turns").EnumerateArray().Select(turn => new DialogueTurn(
                turn[0].GetString() == "user" ? Speaker.User : Speaker.Assistant,
                turn[1].GetString() ?? ""));
            return new ServiceDialogue([.. services], [.. turns]);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new TrainingDataException($"{path}: line {number} is not a dialogue. Restore the file from its source.", error);
        }
    }
}
