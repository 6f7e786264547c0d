using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Samantha.Training.Data;

namespace Samantha.Training.Lessons;

/// <summary>The anchors of a model, in its folder.</summary>
/// <param name="Rehearsal">What training rehearses.</param>
/// <param name="HeldOut">What forgetting is measured on; never trained on.</param>
public sealed record AnchorFile(IReadOnlyList<Anchor> Rehearsal, IReadOnlyList<Anchor> HeldOut)
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "anchors.jsonl";

    /// <summary>One anchor in this many is held out.</summary>
    private const int HeldOutShare = 3;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a model folder's anchors. Which part one is in depends on its text alone, so it never changes.</summary>
    /// <exception cref="TrainingDataException">The file is missing or malformed, or one of the parts is empty.</exception>
    public static AnchorFile Read(string modelFolder)
    {
        var path = Path.Combine(modelFolder, FileName);
        if (!File.Exists(path))
            throw new TrainingDataException($"{path} is missing: make it with './platform train anchors --model {modelFolder}'.");
        var anchors = File.ReadLines(path).Where(line => line.Length > 0).Select((line, i) => Parse(line, path, i + 1)).ToLookup(IsHeldOut);
        var file = new AnchorFile([.. anchors[false]], [.. anchors[true]]);
        return file.Rehearsal.Count > 0 && file.HeldOut.Count > 0
            ? file
            : throw new TrainingDataException($"{path} has too few anchors: make it anew with './platform train anchors --model {modelFolder}'.");
    }

    /// <summary>Writes anchors into a model folder.</summary>
    public static void Write(string modelFolder, IEnumerable<Anchor> anchors) =>
        File.WriteAllLines(Path.Combine(modelFolder, FileName), anchors.Select(anchor => JsonSerializer.Serialize(anchor, Json)));

    private static bool IsHeldOut(Anchor anchor) => SHA256.HashData(Encoding.UTF8.GetBytes(anchor.Text))[0] % HeldOutShare == 0;

    private static Anchor Parse(string line, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<Anchor>(line, Json) is { Text.Length: > 0, Set: not null } anchor
                ? anchor
                : throw new TrainingDataException($"{path}: line {number} has no text or set.");
        }
        catch (JsonException error)
        {
            throw new TrainingDataException($"{path}: line {number} is not an anchor. Restore the file from its source.", error);
        }
    }
}
