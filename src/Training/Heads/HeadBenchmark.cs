using Samantha.Modeling.Emotions;
using Samantha.Modeling.Heads;
using Samantha.Training.Heads.Entities;

namespace Samantha.Training.Heads;

/// <summary>
/// The tasks of the heads, each learned twice: as a stream of lessons by what the platform would use, and beside it with all
/// texts at hand at once. What is chosen is chosen on the sets' own development splits; test is only measured.
/// </summary>
/// <param name="dataSets">The folder of the data sets.</param>
/// <param name="emotions">The folder of the emotion classifier that is served.</param>
public sealed class HeadBenchmark(string dataSets, string emotions)
{
    private readonly EntityBenchmark entities = new(dataSets);

    /// <summary>The tasks, by name.</summary>
    public static IReadOnlyList<string> Tasks { get; } = [EmotionTask.Name, "sentiment", "intents", "banking", EntityBenchmark.Name];

    /// <summary>The learners of a task.</summary>
    /// <param name="task">One of <see cref="Tasks"/>.</param>
    /// <exception cref="ArgumentException">There is no such task.</exception>
    public IReadOnlyList<HeadRun> Runs(string task) => task switch
    {
        EmotionTask.Name =>
        [
            new(task, "stream", (progress, cancellationToken) => new EmotionTask(dataSets).Stream(TextHeads.Default(), progress, cancellationToken)),
            new(task, "at once", (_, _) => new EmotionTask(dataSets).Measure(EmotionClassifier.Load(emotions))),
        ],
        "sentiment" =>
        [
            .. Classification(task, TextTasks.Sentiment),
            new(task, "lexicon", (_, _) => Timed(TextTasks.Sentiment, "words of VADER's lexicon", isStream: false, new LexiconPeer(dataSets).Run)),
        ],
        "intents" => Classification(task, TextTasks.Intents),
        "banking" => Classification(task, TextTasks.Banking),
        EntityBenchmark.Name =>
        [
            new(task, "stream", (progress, cancellationToken) => entities.Run(isStream: true, progress, cancellationToken)),
            new(task, "at once", (progress, cancellationToken) => entities.Run(isStream: false, progress, cancellationToken)),
        ],
        _ => throw new ArgumentException($"There is no task {task}; there are {string.Join(", ", Tasks)}.", nameof(task)),
    };

    // Learned by a head as a stream, and by machines that have all of it.
    private IReadOnlyList<HeadRun> Classification(string name, Func<string, TextTask> read) =>
    [
        new(name, "stream", (progress, cancellationToken) => Timed(read, "text head", isStream: true, task =>
            new TextTaskRunner(TextHeads.Default(), lessons: LessonOrder.ClassByClass).Run(task, progress, cancellationToken))),
        new(name, "at once", (progress, cancellationToken) => Timed(read, "support vector machines", isStream: false, task =>
            SupportVectorPeer.Run(task, progress, cancellationToken))),
    ];

    private HeadResult Timed(Func<string, TextTask> read, string learner, bool isStream, Func<TextTask, TextTaskReport> run)
    {
        var task = read(dataSets);
        var started = Environment.CpuUsage.TotalTime;
        var report = run(task);
        return HeadResult.Of(task, learner, isStream, report, Environment.CpuUsage.TotalTime - started);
    }
}
