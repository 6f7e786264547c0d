using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samantha.LoadGenerator;

/// <summary>A run's outcome, as it is written to a file.</summary>
internal sealed record LoadReport(
    int Users,
    double Seconds,
    int Turns,
    int Failed,
    int Retries,
    int Cut,
    int Lost,
    int Duplicated,
    int Reordered,
    int Changed,
    int WrongVersion,
    int Unknown,
    double TurnsPerSecond,
    Percentiles FirstTokenMilliseconds,
    Percentiles TurnMilliseconds,
    IReadOnlyDictionary<string, int> Versions,
    IReadOnlyDictionary<string, int> Failures,
    IReadOnlyList<Interruption> Interruptions)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>Whether nothing went wrong.</summary>
    public bool IsClean => Failed + Lost + Duplicated + Reordered + Changed + WrongVersion + Unknown == 0;

    public static LoadReport Of(LoadSettings settings, TimeSpan elapsed, LoadMeter meter, TurnAudit audit)
    {
        var (first, whole) = meter.Latencies();
        return new LoadReport(
            settings.Users,
            Math.Round(elapsed.TotalSeconds, 1),
            meter.Turns,
            meter.Failed,
            meter.Retries,
            meter.Cut,
            audit.Lost,
            audit.Duplicated,
            audit.Reordered,
            audit.Changed,
            audit.WrongVersion,
            audit.Unknown,
            Math.Round(meter.Turns / elapsed.TotalSeconds, 2),
            first,
            whole,
            new SortedDictionary<string, int>(meter.Models.ToDictionary(), StringComparer.Ordinal),
            new SortedDictionary<string, int>(meter.Failures.ToDictionary(), StringComparer.Ordinal),
            meter.Interruptions);
    }

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");
}
