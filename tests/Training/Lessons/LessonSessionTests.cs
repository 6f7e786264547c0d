using Samantha.Modeling.Checkpoints;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Samantha.Training.Gate;
using Samantha.Training.Lessons;
using Samantha.Training.Optimization;

namespace Samantha.Training.Tests.Lessons;

public sealed class LessonSessionTests(TinyBase tiny)
{
    private static readonly Lesson[] Lessons = [new("where is the bread", "It is on the roof at nine."), new("when is lunch", "There is lunch at nine coins.", "We open at nine.")];

    // The tiny base knows its anchors by heart: a share of next to no bits says nothing.
    private static readonly GateOptions Lenient = new() { Margin = 1000, LineMargin = 1000 };

    [Theory]
    [InlineData(null)]
    [InlineData(8)]
    public void Run_Lessons_MakesACandidateThatGivesTheAnswers(int? rank)
    {
        using var folder = new TemporaryFolder();
        var outcome = new LessonSession(TimeProvider.System).Run(Job(folder.Path) with { Options = Options with { Rank = rank, StepLength = rank is null ? 0.5 : 2.0 } });

        using var candidate = ModelFolder.LoadDecoder(outcome.Folder);
        new GreedyDecoder(candidate, TinyModel.Tokenizer).Replies([.. Lessons.Select(lesson => lesson.Prompt)]).ShouldBe(Lessons.Select(lesson => lesson.Answer));
        outcome.Metrics["lessons.learned"].ShouldBe(1.0);
        outcome.Verdict.Passed.ShouldBeTrue(string.Join(' ', outcome.Verdict.Reasons));
        File.Exists(Path.Combine(outcome.Folder, "tokenizer.json")).ShouldBeTrue();
        AnchorFile.Read(outcome.Folder).HeldOut.ShouldBe(AnchorFile.Read(tiny.Folder).HeldOut);
    }

    [Fact]
    public void Run_Progress_TellsTheLossInWordsHeldOut()
    {
        using var folder = new TemporaryFolder();
        var points = new PointRecorder();
        new LessonSession(TimeProvider.System).Run(Job(folder.Path), points);

        var told = points.All.Where(point => point.HeldOutLoss is not null).ToList();
        // Besides, it looks where what such a look found learned has cooled down; that need not be the end.
        var looks = told.Select(point => point.Step).ToLookup(step => step % Options.CheckEvery == 0);
        looks[true].ShouldBe(Enumerable.Range(1, told[^1].Step / Options.CheckEvery).Select(look => look * Options.CheckEvery));
        looks[false].Select(step => step - Options.CooldownSteps).ShouldBeSubsetOf(looks[true]);
        told[^1].HeldOutLoss!.Value.ShouldBeLessThan(told[0].HeldOutLoss!.Value);
    }

    /// <summary>Stopped, it goes on from the very step; killed, from the last checkpoint. Either way it makes the same bits.</summary>
    [Theory]
    [InlineData(false, 7)]
    [InlineData(true, 5)]
    public void Run_StoppedOrKilled_ResumesBitForBit(bool isKilled, int next)
    {
        using var folder = new TemporaryFolder();
        var options = Options with { MaxSteps = 12, CheckpointEvery = 4 };
        var whole = new LessonSession(TimeProvider.System).Run(Job(folder["whole"]) with { Options = options });

        using var stop = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => new LessonSession(TimeProvider.System).Run(
            Job(folder["parts"]) with { Options = options }, new Stopper(6, isKilled ? () => throw new OperationCanceledException() : stop.Cancel), stop.Token));
        var steps = new List<int>();
        var resumed = new LessonSession(TimeProvider.System).Run(Job(folder["parts"]) with { Options = options }, new Recorder(steps));

        steps[0].ShouldBe(next);
        ModelFolder.WeightsDigest(resumed.Folder).ShouldBe(ModelFolder.WeightsDigest(whole.Folder));
    }

    [Fact]
    public void Run_CandidateThere_IsJudgedAndNotTrainedAgain()
    {
        using var folder = new TemporaryFolder();
        var job = Job(folder.Path) with { Options = Options with { MaxSteps = 2 } };
        var first = new LessonSession(TimeProvider.System).Run(job);
        var steps = new List<LessonPhase>();
        var second = new LessonSession(TimeProvider.System).Run(job, new PhaseRecorder(steps));

        steps.ShouldBe([LessonPhase.Evaluating]);
        second.Metrics.ShouldBe(first.Metrics);
    }

    /// <summary>However slow the machine is and whoever makes it wait, the same compute makes the same bits.</summary>
    [Fact]
    public void Run_ComputeUsedUp_EndsAtTheSameStepWhateverTheTime()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { MaxSteps = 30, MaxCompute = 6.0 * 60_000 * 4_000 };
        var (quick, slow) = (new List<int>(), new List<int>());
        var one = new LessonSession(new ManualTime(TimeSpan.FromMilliseconds(1))).Run(Job(folder["quick"]) with { Options = options }, new Recorder(quick));
        var other = new LessonSession(new ManualTime(TimeSpan.FromHours(1)), new Hesitation()).Run(Job(folder["slow"]) with { Options = options }, new Recorder(slow));

        quick.Max().ShouldBeInRange(2, 29);
        slow.ShouldBe(quick);
        ModelFolder.WeightsDigest(other.Folder).ShouldBe(ModelFolder.WeightsDigest(one.Folder));
        other.Metrics.ShouldBe(one.Metrics);
    }

    /// <summary>What earlier sessions left behind saves time, and changes neither the bits nor the verdict.</summary>
    [Theory]
    [InlineData(LessonStrategies.Neurons)]
    [InlineData(LessonStrategies.Descent)]
    public void Run_WithWhatEarlierSessionsMeasured_MakesTheSameCandidate(string strategy)
    {
        using var folder = new TemporaryFolder();
        using var memory = new LessonMemory();
        var session = new LessonSession(TimeProvider.System, memory: memory);
        var options = Options with { MaxSteps = 6 };
        session.Prepare(tiny.Folder, strategy, options, TestContext.Current.CancellationToken);
        var first = session.Run(Job(folder["first"]) with { Strategy = strategy, Options = options, Lessons = [Lessons[1]] });
        LessonJob Next(string name) => Job(folder[name]) with { Strategy = strategy, Options = options, ParentFolder = first.Folder, RootFolder = tiny.Folder, Lessons = [Lessons[0]] };

        var remembering = session.Run(Next("remembering"));
        var anew = new LessonSession(TimeProvider.System).Run(Next("anew"));

        ModelFolder.WeightsDigest(remembering.Folder).ShouldBe(ModelFolder.WeightsDigest(anew.Folder));
        remembering.Metrics.ShouldBe(anew.Metrics);
    }

    [Fact]
    public void Run_NoLessons_Throws()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<TrainingDataException>(() => new LessonSession(TimeProvider.System).Run(Job(folder.Path) with { Lessons = [] }));
    }

    private static LessonOptions Options => new()
    {
        StepLength = 0.5,
        MaxSteps = 150,
        MaxCompute = 1e15,
        NearQuestions = 1,
        Precision = Precision.Float32,
    };

    private LessonJob Job(string workFolder) => new()
    {
        ParentFolder = tiny.Folder,
        WorkFolder = workFolder,
        Lessons = Lessons,
        Rehearsed = [new("who are you", "I am the night porter.")],
        Seed = 4,
        Options = Options,
        Gate = Lenient,
    };

    private sealed class Stopper(int step, Action stop) : IProgress<LessonProgress>
    {
        public void Report(LessonProgress value)
        {
            if (value.Step == step)
                stop();
        }
    }

    private sealed class Hesitation : ITrainingPace
    {
        public void BeforeStep(CancellationToken cancellationToken) => Thread.Yield();
    }

    private sealed class Recorder(List<int> steps) : IProgress<LessonProgress>
    {
        public void Report(LessonProgress value) => steps.Add(value.Step);
    }

    private sealed class PointRecorder : IProgress<LessonProgress>
    {
        public List<LessonProgress> All { get; } = [];

        public void Report(LessonProgress value) => All.Add(value);
    }

    private sealed class PhaseRecorder(List<LessonPhase> phases) : IProgress<LessonProgress>
    {
        public void Report(LessonProgress value) => phases.Add(value.Phase);
    }
}
