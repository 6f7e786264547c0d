using System.Collections.Concurrent;
using Samantha.Grains.Measurement;
using Samantha.Modeling.Checkpoints;
using Samantha.Training.Evaluation;
using Samantha.Training.Lessons;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Measures the fake trainer's versions: one answers what its weights say, and is asked for each lesson twice.</summary>
internal sealed class FakeMeasurer : IVersionMeasurer
{
    private const int Wordings = 2;

    /// <summary>Called before a version answers, on its thread.</summary>
    public Action<IReadOnlyList<Lesson>> BeforeAsk { get; set; } = _ => { };

    /// <summary>All prompts that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public IMeasuredModel Open(string folder) => new Model(this, File.ReadAllText(Path.Combine(folder, WeightFiles.SingleFile)));

    private sealed class Model(FakeMeasurer measurer, string weights) : IMeasuredModel
    {
        public LessonScore Ask(IReadOnlyList<Lesson> lessons, CancellationToken cancellationToken)
        {
            measurer.BeforeAsk(lessons);
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var lesson in lessons)
                measurer.Asked.Enqueue(lesson.Prompt);
            var known = lessons.Count(lesson => weights.Contains($"[\"{lesson.Prompt}\",\"{lesson.Answer}\"]"));
            return new LessonScore(Wordings * lessons.Count, Wordings * known, lessons.Count - known);
        }

        public IReadOnlyDictionary<string, double> Predict(int most, CancellationToken cancellationToken) => new Dictionary<string, double> { ["dialogues"] = 1.5 };

        public void Dispose()
        {
        }
    }
}
