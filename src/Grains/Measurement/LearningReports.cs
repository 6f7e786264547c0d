using System.Globalization;
using System.Text;
using Samantha.Contracts.Measurement;
using Samantha.Contracts.Training;
using Samantha.Training.Evaluation.TensorBoard;

namespace Samantha.Grains.Measurement;

/// <summary>
/// Writes what TensorBoard shows: a run for each session with its curve, and one of the stream, whose steps are sessions, with
/// every entry of R and what follows from it.
/// </summary>
/// <param name="folder">The folder to give to TensorBoard; null or empty to write nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class LearningReports(string? folder, TimeProvider time) : IDisposable
{
    private const int MostSessions = 200;
    private const string Sessions = "sessions";

    private readonly EventFile? _stream = string.IsNullOrEmpty(folder) ? null : new EventFile(Path.Combine(folder, "stream"), time);

    /// <summary>A session has ended.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Session(TrainingSession session)
    {
        if (_stream is null || session.Curve.Count == 0)
            return;
        var runs = Directory.CreateDirectory(Path.Combine(folder!, Sessions));
        foreach (var oldest in runs.GetDirectories().OrderByDescending(run => run.Name, StringComparer.Ordinal).Skip(MostSessions - 1))
            oldest.Delete(recursive: true);
        using var file = new EventFile(Path.Combine(runs.FullName, string.Create(CultureInfo.InvariantCulture, $"{session.Id:D6}")), time);
        foreach (var point in session.Curve)
        {
            file.Scalars(point.Step, point.HeldOutLoss is { } heldOut
                ? [KeyValuePair.Create("loss/taught", point.Loss), KeyValuePair.Create("loss/held out", heldOut)]
                : [KeyValuePair.Create("loss/taught", point.Loss)]);
        }

        _stream.Scalars(session.Id, [KeyValuePair.Create("session/lessons", (double)session.Lessons), KeyValuePair.Create("session/promoted", session.Outcome == SessionOutcome.Promoted ? 1.0 : 0.0)]);
    }

    /// <summary>The last version of all was measured.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Version(Measurements measured)
    {
        if (_stream is null)
            return;
        var version = measured.Versions[^1];
        _stream.Scalars(version.Session, Scalars(measured, version));
        _stream.Text(version.Session, "stream/R", Matrix(measured));
    }

    public void Dispose() => _stream?.Dispose();

    private static IEnumerable<KeyValuePair<string, double>> Scalars(Measurements measured, MeasuredVersion version)
    {
        foreach (var (task, score) in measured.Tasks.Zip(version.Scores).Where(pair => pair.Second is not null))
        {
            yield return KeyValuePair.Create($"right/task {task.Id}", score!.Share);
            yield return KeyValuePair.Create($"loss/task {task.Id}", score.Loss);
        }

        foreach (var (set, bits) in version.Anchors)
            yield return KeyValuePair.Create($"bits a byte/{set}", bits);
        yield return KeyValuePair.Create("plasticity/steps", (double)version.Plasticity.Steps);
        yield return KeyValuePair.Create("plasticity/seconds", version.Plasticity.Seconds);
        if (version.Metrics is not { } metrics)
            yield break;
        (string Name, double? Value)[] told =
        [
            ("accuracy", metrics.Accuracy), ("backward transfer", metrics.BackwardTransfer), ("forward transfer", metrics.ForwardTransfer),
            ("forgetting", metrics.Forgetting), ("anytime", metrics.Anytime), ("stability gap", metrics.StabilityGap),
        ];
        foreach (var (name, value) in told.Where(metric => metric.Value is not null))
            yield return KeyValuePair.Create($"stream/{name}", value!.Value);
    }

    private static string Matrix(Measurements measured)
    {
        var text = new StringBuilder("| after |");
        foreach (var task in measured.Tasks)
            text.Append(CultureInfo.InvariantCulture, $" task {task.Id} |");
        text.Append("\n|---|").Insert(text.Length, "---|", measured.Tasks.Count).Append('\n');
        foreach (var (task, row) in measured.Tasks.Zip(measured.Matrix))
        {
            text.Append(CultureInfo.InvariantCulture, $"| task {task.Id} |");
            foreach (var share in row)
                text.Append(CultureInfo.InvariantCulture, $" {share:0.00} |");
            text.Append('\n');
        }

        return text.ToString();
    }
}
