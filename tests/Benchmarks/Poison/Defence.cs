using Samantha.Grains.Lessons;
using Samantha.Grains.Training;
using Samantha.Training.Lessons;

namespace Samantha.Benchmarks.Poison;

/// <summary>How a stream is taken, with defence and without.</summary>
internal static class Defence
{
    /// <summary>The settings of the service, or those of one that trusts everybody.</summary>
    /// <param name="on">Whether it defends itself.</param>
    /// <param name="lessons">How many lessons a session has; of a version that is rejected, each is tried once more by itself.</param>
    public static LearningOptions Options(bool on, int lessons)
    {
        var options = new LearningOptions { EnoughLessons = lessons, MostLessons = lessons, MostAttempts = 2 };
        return on ? options : options with { MostLessonsPerAuthor = int.MaxValue, Curation = new CurationOptions { Defend = false } };
    }

    /// <summary>The language that lessons must be in; null without defence.</summary>
    public static LanguageModel? Language(bool on) => on ? LanguageModel.Of(Anchors) : null;

    /// <summary>The anchors of the platform's model.</summary>
    public static AnchorFile Anchors { get; } = AnchorFile.Read(Path.Combine(Checkout.Root, "models", "samantha-base"));
}
