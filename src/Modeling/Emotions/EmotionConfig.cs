using System.Text.Json;
using System.Text.Json.Serialization;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Modeling.Emotions;

/// <summary>The config.json of an emotion classifier.</summary>
internal sealed record EmotionConfig
{
    public const string FileName = "config.json";
    private const string Kind = "samantha-emotions";
    private const int CurrentFormat = 1;
    private const string Remedy = "Restore the folder from its source, or train it again with ./platform train emotions.";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public string ModelType { get; init; } = Kind;

    /// <summary>Grows when a reader of the older format would misread the files, the n-grams' hashes included.</summary>
    public int Format { get; init; } = CurrentFormat;

    public required IReadOnlyList<string> Labels { get; init; }

    public required int RecurrentNetworks { get; init; }

    public required ScoreCalibration Calibration { get; init; }

    public static EmotionConfig Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            using var stream = File.OpenRead(path);
            var config = JsonSerializer.Deserialize<EmotionConfig>(stream, Json);
            return config is { ModelType: Kind, Format: CurrentFormat, RecurrentNetworks: > 0 } && config.Labels.SequenceEqual(EmotionLabels.Names)
                && config.Calibration.IsValid
                ? config
                : throw new CheckpointException(path, "does not describe an emotion classifier that this version reads.", Remedy);
        }
        catch (JsonException error)
        {
            throw new CheckpointException(path, "is not the configuration of an emotion classifier.", Remedy, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, "cannot be read.", Remedy, error);
        }
    }

    public void Write(string folder) =>
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");
}
