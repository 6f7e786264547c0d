using System.Collections.Immutable;
using Orleans;
using Samantha.Contracts.Measurement;

namespace Samantha.Grains.Measurement;

/// <summary>What the measurement remembers: numbers alone, and no one's words.</summary>
[GenerateSerializer, Immutable, Alias("samantha.measurement-state")]
internal sealed record MeasurementState
{
    /// <summary>The last session that was looked at, whether its version was measured or not.</summary>
    [Id(0)]
    public long LastSession { get; init; }

    /// <summary>The tasks, oldest first.</summary>
    [Id(1)]
    public ImmutableArray<MeasuredTask> Tasks { get; init; } = [];

    /// <summary>The versions, oldest first.</summary>
    [Id(2)]
    public ImmutableArray<MeasurementRow> Rows { get; init; } = [];

    /// <summary>With tasks as the stream has them now: those that it has merged are one here too.</summary>
    public MeasurementState Following(IReadOnlyList<StreamTask> stream)
    {
        var parts = Tasks.ToLookup(task => Now(task.Id));
        return this with
        {
            Tasks = [.. stream.Select(task => new MeasuredTask(
                task.Id,
                task.FirstSession,
                task.LastSession,
                task.Lessons,
                parts[task.Id].Aggregate((TaskScore?)null, (sum, part) => TaskScore.Sum(sum, part.Untaught)),
                parts[task.Id].Aggregate((TaskScore?)null, (sum, part) => TaskScore.Sum(sum, part.Before))))],
            Rows = [.. Rows.Select(row => row with
            {
                Task = Now(row.Task),
                Scores = row.Scores.GroupBy(score => Now(score.Key), score => score.Value)
                    .ToImmutableSortedDictionary(scores => scores.Key, scores => scores.Aggregate((one, other) => TaskScore.Sum(one, other)!)),
            })],
        };

        // A task that is gone was merged into the next that is there.
        int Now(int id) => stream.Where(task => task.Id >= id).Select(task => task.Id).DefaultIfEmpty(id).First();
    }

    /// <summary>With one more version, and how its lessons were answered before.</summary>
    /// <param name="row">What was measured of it.</param>
    /// <param name="untaught">How its new lessons are answered by the imported version.</param>
    /// <param name="before">And by its parent.</param>
    /// <param name="most">How many versions are kept: of a task long ago its last one alone, then none.</param>
    public MeasurementState With(MeasurementRow row, TaskScore? untaught, TaskScore? before, int most)
    {
        var rows = Rows.Add(row);
        while (rows.Length > most)
        {
            var passing = rows.Index().FirstOrDefault(entry => entry.Index + 1 < rows.Length && rows[entry.Index + 1].Task == entry.Item.Task);
            rows = rows.RemoveAt(passing.Index);
        }

        return this with
        {
            LastSession = row.Session,
            Rows = rows,
            Tasks = [.. Tasks.Select(task => task.Id != row.Task ? task : task with
            {
                Untaught = TaskScore.Sum(task.Untaught, untaught),
                Before = TaskScore.Sum(task.Before, before),
            })],
        };
    }
}
