using Samantha.Modeling.Checkpoints;
using Samantha.Training.Gate;
using Samantha.Training.Lessons;
using Samantha.Training.Tests.Runs;

namespace Samantha.Training.Tests.Lessons;

/// <summary>What any strategy may be given besides.</summary>
[Collection(RandomGenerator.Name)]
public sealed class LessonExtrasTests(TinyBase tiny)
{
    public static TheoryData<string, string, string> Extras => new()
    {
        { "dropout", LessonStrategies.Descent, "lora" },
        { "dropout", "replay", "lora" },
        { "average", LessonStrategies.Descent, LessonTunings.Default },
        { "average", "ewc", "full" },
        { "adversary", "der++", "full" },
        { "decay", "sequential", "full" },
        { "plain words", LessonStrategies.Descent, LessonTunings.Default },
    };

    /// <summary>It does something, and what it does is the same after a stop.</summary>
    [Theory]
    [MemberData(nameof(Extras))]
    public void Run_WithAnExtra_MakesOtherBytesThatAreTheSameAfterAStop(string extra, string strategy, string tuning)
    {
        using var folder = new TemporaryFolder();
        var options = new LessonOptions { MaxSteps = 8, MaxCompute = 1e15, NearQuestions = 1, AnchorPool = 12, CheckpointEvery = 2 };
        var given = extra switch
        {
            "dropout" => options with { Dropout = 0.2 },
            "average" => options with { AverageDecay = 0.8 },
            "adversary" => options with { Strategies = options.Strategies with { Adversary = 0.5 } },
            "decay" => options with { WeightDecay = 0.5 },
            _ => options with { Augment = false },
        };
        LessonJob Job(string name) => new()
        {
            ParentFolder = tiny.Folder,
            WorkFolder = folder[name],
            Lessons = [new("where is the bread", "It is on the roof at nine.")],
            Seed = 4,
            Strategy = strategy,
            Tuning = tuning,
            Options = given,
            Gate = new GateOptions { Margin = 1000, LineMargin = 1000 },
        };

        var whole = Digest(Job("whole"));
        using var stop = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => new LessonSession(TimeProvider.System).Run(Job("parts"), new StopAt(5, stop), stop.Token));
        Digest(Job("parts")).ShouldBe(whole);
        Digest(Job("without") with { Options = options }).ShouldNotBe(whole);
    }

    /// <summary>What cannot be learned is not tried for all the steps there are: words held out say soon that nothing comes of it.</summary>
    [Fact]
    public void Run_Patience_EndsWhereNothingIsGained()
    {
        using var folder = new TemporaryFolder();
        var steps = new Steps();
        var job = new LessonJob
        {
            ParentFolder = tiny.Folder,
            WorkFolder = folder.Path,
            Lessons = [new("where is the bread", "It is here."), new("where is the bread", "It is there.")],
            Seed = 4,
            Options = new LessonOptions { MaxSteps = 200, MaxCompute = 1e15, NearQuestions = 1, AnchorPool = 12, Patience = 3 },
            Gate = new GateOptions { Margin = 1000, LineMargin = 1000 },
        };
        new LessonSession(TimeProvider.System).Run(job, steps);

        steps.Last.ShouldBeInRange(8, 199);
    }

    private static string Digest(LessonJob job) => ModelFolder.WeightsDigest(new LessonSession(TimeProvider.System).Run(job).Folder);

    private sealed class Steps : IProgress<LessonProgress>
    {
        public int Last { get; private set; }

        public void Report(LessonProgress value) => Last = value.Step;
    }
}
