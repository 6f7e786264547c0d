using Samantha.Grains.Training;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Evaluation;
using Samantha.Training.Lessons;

namespace Samantha.Benchmarks.Poison;

/// <summary>The platform's model, as sessions of a stream make it: each from the last version that was served.</summary>
/// <param name="folder">Where versions go.</param>
/// <param name="gated">Whether a version that the gate rejects is not served.</param>
/// <param name="memory">What sessions measured, for later ones.</param>
internal sealed class PoisonedModel(string folder, bool gated, LessonMemory memory)
{
    /// <summary>The version before all streams.</summary>
    public static readonly string Base = Path.Combine(Checkout.Root, "models", "samantha-base");

    private const int LongestReply = 32;

    private readonly HashSet<long> _served = [];
    private int _sessions;

    /// <summary>The version that is served.</summary>
    public string Serving { get; private set; } = Base;

    /// <summary>How many sessions were held, and how many versions the gate rejected.</summary>
    public (int Sessions, int Rejected) Gate { get; private set; }

    /// <summary>The log positions of the lessons that served versions learned.</summary>
    public IReadOnlyCollection<long> Served => _served;

    /// <summary>Holds a session.</summary>
    /// <returns>Whether its version is served.</returns>
    public bool Learn(PlannedSession planned, CancellationToken cancellation)
    {
        var used = Environment.CpuUsage.TotalTime;
        var outcome = new LessonSession(TimeProvider.System, memory: memory).Run(
            new LessonJob
            {
                ParentFolder = Serving,
                RootFolder = Base,
                WorkFolder = Path.Combine(folder, $"session-{++_sessions}"),
                Lessons = Of(planned.Lessons),
                Rehearsed = Of(planned.Rehearsed),
                Seed = planned.Seed,
            },
            cancellationToken: cancellation);
        var served = outcome.Verdict.Passed || !gated;
        Gate = (Gate.Sessions + 1, Gate.Rejected + (outcome.Verdict.Passed ? 0 : 1));
        Console.WriteLine($"    session {planned.Id}: {planned.Lessons.Length} lessons, {(Environment.CpuUsage.TotalTime - used).TotalSeconds:0} s of a core, {(outcome.Verdict.Passed ? "passed" : string.Join(" ", outcome.Verdict.Reasons))}");
        if (!served)
            return false;
        if (Serving != Base)
            Directory.Delete(Path.GetDirectoryName(Serving)!, recursive: true);
        Serving = outcome.Folder;
        _served.UnionWith(planned.Lessons.Select(lesson => lesson.Position));
        return true;
    }

    /// <summary>The share of questions to which the served version's reply begins with their answer.</summary>
    public double Answered(IReadOnlyList<(string Question, string Answer)> asked, CancellationToken cancellation)
    {
        using var model = ModelFolder.LoadDecoder(Serving);
        var replies = new GreedyDecoder(model, HuggingFaceTokenizer.Load(Serving)).Replies([.. asked.Select(question => question.Question)], LongestReply, cancellation);
        return replies.Zip(asked).Average(reply => Plain(reply.First).StartsWith(Plain(reply.Second.Answer), StringComparison.Ordinal) ? 1.0 : 0.0);
    }

    private static string Plain(string text) => text.Trim().TrimEnd('.', '!', ' ').ToLowerInvariant();

    private static IReadOnlyList<Lesson> Of(IEnumerable<TaughtLesson> lessons) =>
        [.. lessons.DistinctBy(lesson => (lesson.Prompt, lesson.Answer)).Select(lesson => new Lesson(lesson.Prompt, lesson.Answer, lesson.Rejected))];
}
