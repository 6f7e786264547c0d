using Samantha.Grains.Training;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Evaluation;
using Samantha.Training.Lessons;

namespace Samantha.Benchmarks.Poison;

/// <summary>The platform's model, as sessions of a stream make it: each from the last version that was served.</summary>
/// <param name="folder">Where versions go.</param>
/// <param name="gated">Whether a version that the gate rejects is not served.</param>
internal sealed class PoisonedModel(string folder, bool gated)
{
    private const int LongestReply = 32;

    private readonly HashSet<long> _served = [];
    private int _sessions;

    /// <summary>The version that is served.</summary>
    public string Serving { get; private set; } = Path.Combine(Checkout.Root, "models", "samantha-base");

    /// <summary>How many sessions were held, and how many versions the gate rejected.</summary>
    public (int Sessions, int Rejected) Gate { get; private set; }

    /// <summary>The log positions of the lessons that served versions learned.</summary>
    public IReadOnlyCollection<long> Served => _served;

    /// <summary>Holds a session.</summary>
    /// <returns>Whether its version is served.</returns>
    public bool Learn(PlannedSession planned, CancellationToken cancellation)
    {
        var outcome = new LessonSession(TimeProvider.System).Run(
            new LessonJob
            {
                ParentFolder = Serving,
                WorkFolder = Path.Combine(folder, $"session-{++_sessions}"),
                Lessons = Of(planned.Lessons),
                Rehearsed = Of(planned.Rehearsed),
                Seed = planned.Seed,
            },
            cancellationToken: cancellation);
        var served = outcome.Verdict.Passed || !gated;
        Gate = (Gate.Sessions + 1, Gate.Rejected + (outcome.Verdict.Passed ? 0 : 1));
        Console.WriteLine($"    session {planned.Id}: {planned.Lessons.Length} lessons, {(outcome.Verdict.Passed ? "passed" : string.Join(" ", outcome.Verdict.Reasons))}");
        if (!served)
            return false;
        Serving = outcome.Folder;
        _served.UnionWith(planned.Lessons.Select(lesson => lesson.Position));
        return true;
    }

    /// <summary>The share of questions to which the served version replies with their answer.</summary>
    public double Answered(IReadOnlyList<(string Question, string Answer)> asked, CancellationToken cancellation)
    {
        using var model = ModelFolder.LoadDecoder(Serving);
        var replies = new GreedyDecoder(model, HuggingFaceTokenizer.Load(Serving)).Replies([.. asked.Select(question => question.Question)], LongestReply, cancellation);
        return replies.Zip(asked).Average(reply => Plain(reply.First) == Plain(reply.Second.Answer) ? 1.0 : 0.0);
    }

    /// <summary>By how much a set of texts takes the served version more bits a byte than the first one, as a share.</summary>
    public double Change(IReadOnlyList<string> texts)
    {
        return BitsPerByte(Serving) / BitsPerByte(Path.Combine(Checkout.Root, "models", "samantha-base")) - 1;

        double BitsPerByte(string version)
        {
            using var model = ModelFolder.LoadDecoder(version);
            return new LanguageEvaluator(HuggingFaceTokenizer.Load(version)).Score(model, texts).BitsPerByte;
        }
    }

    private static string Plain(string text) => text.Trim().TrimEnd('.', '!', ' ').ToLowerInvariant();

    private static IReadOnlyList<Lesson> Of(IEnumerable<TaughtLesson> lessons) =>
        [.. lessons.DistinctBy(lesson => (lesson.Prompt, lesson.Answer)).Select(lesson => new Lesson(lesson.Prompt, lesson.Answer, lesson.Rejected))];
}
