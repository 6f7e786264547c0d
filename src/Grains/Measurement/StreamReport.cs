using Samantha.Contracts.Measurement;

namespace Samantha.Grains.Measurement;

/// <summary>Tells of what was measured.</summary>
internal static class StreamReport
{
    /// <summary>All of it.</summary>
    /// <param name="state">What was measured.</param>
    /// <param name="waiting">How many versions are still to be measured.</param>
    public static Measurements Of(MeasurementState state, int waiting) => new(
        state.Tasks.ToArray(),
        state.Rows.Select(row => Of(row, state)).ToArray(),
        state.Tasks.Select(task => Row(task, state)).ToArray(),
        waiting);

    private static MeasuredVersion Of(MeasurementRow row, MeasurementState state) => new(
        row.Version, row.Session, row.Task, row.MeasuredAt, state.Tasks.Select(task => row.Scores.GetValueOrDefault(task.Id)).ToArray(), row.Anchors.ToDictionary(), row.Plasticity, null);

    // After a task: as its last version answers. What came next was answered before it was learned.
    private static double?[] Row(MeasuredTask task, MeasurementState state)
    {
        var last = state.Rows.LastOrDefault(row => row.Task == task.Id);
        var next = state.Tasks.FirstOrDefault(other => other.Id > task.Id);
        return [.. state.Tasks.Select(other => other == next ? other.Before?.Share : last?.Scores.GetValueOrDefault(other.Id)?.Share)];
    }
}
