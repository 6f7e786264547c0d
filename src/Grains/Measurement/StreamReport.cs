using Samantha.Contracts.Measurement;

namespace Samantha.Grains.Measurement;

/// <summary>Tells of what was measured.</summary>
internal static class StreamReport
{
    /// <summary>All of it.</summary>
    /// <param name="state">What was measured.</param>
    public static Measurements Of(MeasurementState state) => new(
        state.Tasks.ToArray(),
        state.Rows.Select((row, i) => Of(row, LiveStream.Metrics(state, i + 1), state)).ToArray(),
        state.Tasks.Select(task => Row(task, state)).ToArray(),
        Waiting: 0);

    private static MeasuredVersion Of(MeasurementRow row, StreamMetrics? metrics, MeasurementState state) => new(
        row.Version,
        row.Session,
        row.Task,
        row.MeasuredAt,
        state.Tasks.Select(task => row.Scores.GetValueOrDefault(task.Id)).ToArray(),
        row.Anchors.ToDictionary(),
        row.Plasticity,
        metrics);

    // After a task: as its last version answers. What came next was answered before it was learned.
    private static double?[] Row(MeasuredTask task, MeasurementState state)
    {
        var last = state.Rows.LastOrDefault(row => row.Task == task.Id);
        var next = state.Tasks.FirstOrDefault(other => other.Id > task.Id);
        return state.Tasks.Select(other => other == next ? other.Before?.Share : last?.Scores.GetValueOrDefault(other.Id)?.Share).ToArray();
    }
}
