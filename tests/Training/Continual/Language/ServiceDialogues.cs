using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Samantha.Training.Data;

namespace Samantha.Training.Tests.Continual.Language;

/// <summary>A small data set in the form of the service dialogues.</summary>
internal static class ServiceDialogues
{
    /// <summary>Dialogues of one service each, and one of two services.</summary>
    public static void Write(TemporaryFolder folder, DataSplit split, int dialogues, params string[] services)
    {
        Directory.CreateDirectory(folder[SchemaGuidedCorpus.Folder]);
        var path = Path.Combine(folder[SchemaGuidedCorpus.Folder], $"{split.ToString().ToLowerInvariant()}.jsonl.gz");
        using var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionMode.Compress), new UTF8Encoding(false));
        foreach (var service in services)
        {
            for (var i = 0; i < dialogues; i++)
                writer.WriteLine(Line([service], $"{service} number {i} please", $"Here is {service} {i}."));
        }

        writer.WriteLine(Line(services, "all of them", "Both are here."));
    }

    private static string Line(string[] services, string asked, string said) => JsonSerializer.Serialize(new
    {
        id = "1",
        services,
        turns = new[] { new[] { "user", asked }, ["assistant", said] },
    });
}
