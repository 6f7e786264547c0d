using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samantha.Silo.Commands;

/// <summary>Every run's figures as a JSON array: accuracies in percent, differences in points.</summary>
internal static class EvalContinualJson
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static void Write(string path, IReadOnlyList<object> rows)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // The rows that are there stay until all are written.
        File.WriteAllText($"{path}.new", JsonSerializer.Serialize(rows, Format));
        File.Move($"{path}.new", path, overwrite: true);
    }

    /// <summary>The rows of CLINC150.</summary>
    public static IEnumerable<object> Rows(string split, IReadOnlyList<EvalContinualResult> results) => results.Select(result => Row(split, result));

    private static object Row(string split, EvalContinualResult result) => new
    {
        Benchmark = "clinc150",
        result.Run.Strategy,
        result.Run.Order,
        result.Run.Seed,
        Buffer = result.Run.Buffer == int.MaxValue ? null : (int?)result.Run.Buffer,
        Split = split,
        Acc = Percent(result.Metrics.Accuracy),
        Bwt = Percent(result.Metrics.BackwardTransfer),
        Fwt = Percent(result.Metrics.ForwardTransfer),
        Forgetting = Percent(result.Metrics.Forgetting),
        Anytime = Percent(result.Metrics.Anytime),
        Drop = Percent(result.Metrics.Drop),
        Plasticity = Percent(result.Metrics.Plasticity),
        RefusingAcc = Percent(result.Record.Scope?.InScopeAccuracy),
        OutOfScopeRecall = Percent(result.Record.Scope?.OutOfScopeRecall),
        Seconds = Math.Round(result.Record.Learning.TotalSeconds, 2),
        Matrix = result.Record.Matrix.Select(row => row.Select(Percent)),
        Curve = result.Record.Looks.Select(look => new { look.Update, Task = look.Task, Accuracy = Percent(look.Accuracy.Average()) }),
    };

    private static double Percent(double share) => Math.Round(100 * share, 3);

    private static double? Percent(double? share) => share is { } value ? Percent(value) : null;
}
