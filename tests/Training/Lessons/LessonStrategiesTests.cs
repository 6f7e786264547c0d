using Samantha.Modeling.Checkpoints;
using Samantha.Training.Data;
using Samantha.Training.Gate;
using Samantha.Training.Lessons;
using TorchSharp;

namespace Samantha.Training.Tests.Lessons;

public sealed class LessonStrategiesTests(TinyBase tiny)
{
    // Two answers in two domains, crosswise.
    private static readonly Lesson[] Earlier =
    [
        new("where is the bread", "It is on the roof at nine."),
        new("who is the cook", "I am the cook.") { Domain = 2 },
        new("where is the soup", "It is on the roof at nine.") { Domain = 2 },
    ];

    public static TheoryData<string> Names => [.. LessonStrategies.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_AnyStrategy_GivesTheAnswerAndIsJudged(string name)
    {
        using var folder = new TemporaryFolder();
        var outcome = Run(First(folder.Path, name) with { Options = Quick with { MaxSteps = 80 } });

        outcome.Metrics["lessons.learned"].ShouldBe(1.0);
        outcome.Verdict.Passed.ShouldBeTrue(string.Join(' ', outcome.Verdict.Reasons));
        outcome.Strategy.ShouldContain(name == LessonStrategies.Descent ? "kronecker" : name);
    }

    /// <summary>Whatever it keeps of the past and draws by chance: a session that was stopped at any step makes the bytes of one that was not.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Run_StoppedAtAnyStep_MakesTheSameBytes(string name)
    {
        using var folder = new TemporaryFolder();
        var first = Run(First(folder["first"], name));
        var whole = Run(Second(folder["whole"], name, first.Folder));
        // Neurons are few steps of each lesson.
        foreach (var step in new[] { 1, name == LessonStrategies.Neurons ? 2 : 4 })
        {
            using var stop = new CancellationTokenSource();
            Should.Throw<OperationCanceledException>(() => new LessonSession(TimeProvider.System).Run(
                Second(folder[$"parts{step}"], name, first.Folder), new StopAt(step, stop), stop.Token));
            var resumed = Run(Second(folder[$"parts{step}"], name, first.Folder));
            ModelFolder.WeightsDigest(resumed.Folder).ShouldBe(ModelFolder.WeightsDigest(whole.Folder));
        }
    }

    /// <summary>What is chosen is what is done: after the same past no strategy makes the bytes of another.</summary>
    [Fact]
    public void Run_EachStrategy_MakesAnotherCandidate()
    {
        using var folder = new TemporaryFolder();
        var first = Run(First(folder["first"], "sequential"));
        var options = Quick with { MaxSteps = 3, Strategies = Quick.Strategies with { Memory = 4, ReplayBatch = 3 } };
        var digests = LessonStrategies.Names.Where(name => name != LessonStrategies.Merging).ToDictionary(
            name => name, name => ModelFolder.WeightsDigest(Run(Second(folder[name], name, first.Folder) with { Options = options }).Folder));

        digests.Values.Distinct().Count().ShouldBe(digests.Count, string.Join('\n', digests));
    }

    [Fact]
    public void Run_Merging_GoesBackFromWhereSequentialEnds()
    {
        using var folder = new TemporaryFolder();
        var options = Quick with { MaxSteps = 80 };
        var sequential = Run(First(folder["sequential"], "sequential") with { Options = options });
        var merged = Run(First(folder["merged"], LessonStrategies.Merging) with { Options = options });

        var way = Distance(tiny.Folder, sequential.Folder);
        Distance(tiny.Folder, merged.Folder).ShouldBeInRange(0.2 * way, 0.95 * way);
        (Distance(tiny.Folder, merged.Folder) + Distance(merged.Folder, sequential.Folder)).ShouldBe(way, 1e-3 * way);
    }

    /// <summary>A session of O-LoRA keeps away from what the line's earlier sessions changed, however they changed it.</summary>
    [Fact]
    public void Run_OrthogonalLora_DependsOnWhatTheLineChanged()
    {
        using var folder = new TemporaryFolder();
        var first = Run(First(folder["first"], LessonStrategies.Descent));
        var job = Second(folder["line"], LessonStrategies.OrthogonalLora, first.Folder);

        var line = Run(job);
        var alone = Run(job with { WorkFolder = folder["alone"], RootFolder = first.Folder });

        ModelFolder.WeightsDigest(line.Folder).ShouldNotBe(ModelFolder.WeightsDigest(alone.Folder));
    }

    [Theory]
    [InlineData("slda", "classes")]
    [InlineData("ridge", "classes")]
    [InlineData("naive-bayes", "classes")]
    [InlineData("anything", "der++")]
    public void Refusal_WhatADecoderCannotDo_SaysWhyAndWhatItCan(string name, string said)
    {
        LessonStrategies.Refusal(name).ShouldNotBeNull().ShouldContain(said);
        LessonStrategies.Refusal(name).ShouldNotBeNull().ShouldContain("o-lora");
        Should.Throw<TrainingDataException>(() => Run(First("nowhere", name))).Message.ShouldBe(LessonStrategies.Refusal(name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Refusal_WhatThereIs_IsNone(string name) => LessonStrategies.Refusal(name).ShouldBeNull();

    private static LessonOptions Quick => new()
    {
        MaxSteps = 6,
        MaxCompute = 1e15,
        NearQuestions = 1,
        LearningRate = 4e-3,
        CheckpointEvery = 2,
        AnchorPool = 12,
        Strategies = new LessonOptions().Strategies with { FisherSamples = 4 },
    };

    private LessonJob First(string workFolder, string strategy) => new()
    {
        ParentFolder = tiny.Folder,
        WorkFolder = workFolder,
        Lessons = Earlier[..1],
        Seed = 4,
        Strategy = strategy,
        Options = Quick,
        Gate = new GateOptions { Margin = 1000, LineMargin = 1000 },
    };

    private LessonJob Second(string workFolder, string strategy, string parent) => First(workFolder, strategy) with
    {
        ParentFolder = parent,
        RootFolder = tiny.Folder,
        Lessons = [new("when is lunch", "There is lunch at nine coins.", "We open at nine.")],
        Rehearsed = Earlier,
    };

    private static LessonOutcome Run(LessonJob job) => new LessonSession(TimeProvider.System).Run(job);

    private static double Distance(string one, string other)
    {
        using var scope = torch.NewDisposeScope();
        using var ungraded = torch.no_grad();
        using var first = ModelFolder.LoadDecoder(one);
        using var second = ModelFolder.LoadDecoder(other);
        return Math.Sqrt(first.Weights().Zip(second.Weights()).Sum(pair => pair.First.Value().sub(pair.Second.Value()).square().sum().item<float>()));
    }
}
