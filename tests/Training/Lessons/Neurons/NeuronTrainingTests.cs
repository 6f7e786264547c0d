using Samantha.Modeling.Checkpoints;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Samantha.Training.Gate;
using Samantha.Training.Lessons;
using TorchSharp;

namespace Samantha.Training.Tests.Lessons.Neurons;

public sealed class NeuronTrainingTests(TinyBase tiny)
{
    private static readonly Lesson[] Lessons = [new("where is the bread", "It is on the roof at nine."), new("when is lunch", "There is lunch at nine coins.", "We open at nine.")];

    // The tiny base knows its anchors by heart: a share of next to no bits says nothing.
    private static readonly GateOptions Lenient = new() { Margin = 1000, LineMargin = 1000 };

    [Fact]
    public void Run_Lessons_GivesTheAnswersAndSaysTheRestAsBefore()
    {
        using var folder = new TemporaryFolder();
        var outcome = new LessonSession(TimeProvider.System).Run(Job(folder.Path));

        using var candidate = ModelFolder.LoadDecoder(outcome.Folder);
        new GreedyDecoder(candidate, TinyModel.Tokenizer).Replies(["where is the bread", "when is lunch", "who are you", "how much is a room"])
            .ShouldBe(["It is on the roof at nine.", "There is lunch at nine coins.", "I am the night porter.", "A room is ten coins."]);
    }

    /// <summary>Of the model that the platform comes with: what the tiny one reads tells its few questions hardly apart.</summary>
    [Fact]
    public void Run_SessionsOfTheShippedModel_GiveAllAnswersAndSayTheRestAsBefore()
    {
        using var folder = new TemporaryFolder();
        using var memory = new LessonMemory();
        var session = new LessonSession(TimeProvider.System, memory: memory);
        Lesson harbour = new("When does the harbour library open?", "The harbour library opens at nine every morning.");
        Lesson mill = new("When does the old mill museum open?", "The old mill museum opens at seven every morning.");
        var options = new LessonOptions { Neurons = new() { Anchors = 60, AnchorLength = 128 } };
        var gate = new GateOptions { MostAnchors = 12 };
        var first = session.Run(Job(folder["first"]) with { ParentFolder = Shipped, Lessons = [harbour], Options = options, Gate = gate });
        var second = session.Run(Job(folder["second"]) with
        {
            ParentFolder = first.Folder,
            RootFolder = Shipped,
            Lessons = [mill],
            Rehearsed = [harbour],
            Options = options,
            Gate = gate,
        });

        second.Verdict.Passed.ShouldBeTrue(string.Join(' ', second.Verdict.Reasons));
        second.Strategy.ShouldBe("neurons");
        second.Metrics["lessons.learned"].ShouldBe(1);
        second.Metrics["rehearsed.retained"].ShouldBe(1);
        second.Metrics[$"anchors.{AnchorSampler.Set}.sinceRootHigh"].ShouldBeLessThan(0.005);
    }

    /// <summary>All that is learned is in units that are new: what was there before is there to the bit.</summary>
    [Fact]
    public void Run_Lessons_ChangeNoWeightThatWasThere()
    {
        using var folder = new TemporaryFolder();
        var outcome = new LessonSession(TimeProvider.System).Run(Job(folder.Path));

        using var candidate = ModelFolder.LoadDecoder(outcome.Folder);
        using var parent = ModelFolder.LoadDecoder(tiny.Folder);
        candidate.Config.IntermediateSize.ShouldBeGreaterThan(parent.Config.IntermediateSize);
        foreach (var (now, before) in candidate.Weights().Zip(parent.Weights()))
        {
            now.Name.ShouldBe(before.Name);
            using var scope = torch.NewDisposeScope();
            var kept = now.Value().narrow(0, 0, before.Rows);
            kept = kept.shape.Length == 2 ? kept.narrow(1, 0, before.Shape[1]) : kept;
            kept.eq(before.Value()).all().item<bool>().ShouldBeTrue(now.Name);
        }
    }

    /// <summary>However long a line grows, no version is wider than is allowed.</summary>
    [Fact]
    public void Run_NoRoomLeft_DropsWhatNoLessonNeedsAndStaysWithinBounds()
    {
        using var folder = new TemporaryFolder();
        var session = new LessonSession(TimeProvider.System);
        var job = Job(folder["first"]) with { Lessons = [Lessons[0]], Options = new() { Neurons = new() { MostNeurons = 16, MostAdded = 20 } } };
        var first = session.Run(job);
        var second = session.Run(job with { WorkFolder = folder["second"], ParentFolder = first.Folder, RootFolder = tiny.Folder, Lessons = [Lessons[1]] });

        second.Metrics["lessons.learned"].ShouldBe(1);
        using var candidate = ModelFolder.LoadDecoder(second.Folder);
        candidate.Config.IntermediateSize.ShouldBeInRange(TinyModel.Config.IntermediateSize + 1, TinyModel.Config.IntermediateSize + 16);
    }

    /// <summary>A line may go on with another strategy, though its versions are wider than their root.</summary>
    [Theory]
    [InlineData(LessonStrategies.Descent)]
    [InlineData("replay")]
    public void Run_AnotherStrategyAfterwards_LearnsOn(string strategy)
    {
        using var folder = new TemporaryFolder();
        var session = new LessonSession(TimeProvider.System);
        var first = session.Run(Job(folder["first"]) with { Lessons = [Lessons[0]] });
        var second = session.Run(Job(folder["second"]) with
        {
            ParentFolder = first.Folder,
            RootFolder = tiny.Folder,
            Lessons = [Lessons[1]],
            Strategy = strategy,
            Options = new() { MaxSteps = 60, MaxCompute = 1e15, NearQuestions = 1 },
        });

        second.Metrics["lessons.learned"].ShouldBe(1);
    }

    [Fact]
    public void Run_Stopped_MakesTheSameBitsWhenItIsRunAgain()
    {
        using var folder = new TemporaryFolder();
        var whole = new LessonSession(TimeProvider.System).Run(Job(folder["whole"]));
        using var stop = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => new LessonSession(TimeProvider.System).Run(Job(folder["again"]), new StopAt(1, stop), stop.Token));

        var again = new LessonSession(TimeProvider.System).Run(Job(folder["again"]));

        ModelFolder.WeightsDigest(again.Folder).ShouldBe(ModelFolder.WeightsDigest(whole.Folder));
        again.Metrics.ShouldBe(whole.Metrics);
    }

    /// <summary>What earlier sessions read is not read again, and a rebuild that starts in their midst makes the same.</summary>
    [Fact]
    public void Run_WhatMemoryHolds_ChangesNoBit()
    {
        using var folder = new TemporaryFolder();
        using var memory = new LessonMemory();
        var session = new LessonSession(TimeProvider.System, memory: memory);
        var first = session.Run(Job(folder["first"]) with { Lessons = [Lessons[0]] });
        var job = Job(folder["second"]) with { Lessons = [Lessons[1]], Rehearsed = [Lessons[0]], ParentFolder = first.Folder, RootFolder = tiny.Folder };
        var second = session.Run(job);
        var alone = new LessonSession(TimeProvider.System).Run(job with { WorkFolder = folder["alone"] });

        ModelFolder.WeightsDigest(alone.Folder).ShouldBe(ModelFolder.WeightsDigest(second.Folder));
        alone.Metrics.ShouldBe(second.Metrics);
    }

    [Fact]
    public void Run_WithATuning_Throws() => Should.Throw<TrainingDataException>(() => new LessonSession(TimeProvider.System).Run(Job("nowhere") with { Tuning = "lora" }))
        .Message.ShouldContain("neurons");

    private static string Shipped
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "models", "samantha-base", "config.json")))
                folder = folder.Parent;
            return Path.Combine(folder.ShouldNotBeNull().FullName, "models", "samantha-base");
        }
    }

    private LessonJob Job(string workFolder) => new()
    {
        ParentFolder = tiny.Folder,
        WorkFolder = workFolder,
        Strategy = LessonStrategies.Neurons,
        Lessons = Lessons,
        Seed = 4,
        Gate = Lenient,
    };
}
