using System.Text.Json;

namespace Samantha.Training.Runs;

/// <summary>A training curve kept in a file, one JSON object a line, so that it survives whatever ends the run.</summary>
/// <param name="path">The file.</param>
public sealed class TrainingCurve(string path) : IProgress<TrainingPoint>
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Adds a point.</summary>
    public void Report(TrainingPoint value) => File.AppendAllText(path, JsonSerializer.Serialize(value, Json) + "\n");

    /// <summary>The points so far. Where a run was resumed, points that it made again replace those of before.</summary>
    public IReadOnlyList<TrainingPoint> Points()
    {
        var points = new List<TrainingPoint>();
        if (!File.Exists(path))
            return points;
        foreach (var line in File.ReadLines(path))
        {
            if (Parse(line) is not { } point)
                continue;
            points.RemoveAll(earlier => earlier.Step > point.Step || (earlier.Step == point.Step && !earlier.IsMeasured));
            points.Add(point);
        }

        return points;
    }

    // A line that a crash cut short is passed over.
    private static TrainingPoint? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingPoint>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
