using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Training.Data;
using Samantha.Training.Gate;
using Samantha.Training.Lessons;
using Samantha.Training.Preferences;
using TorchSharp;

namespace Samantha.Training.Tests.Lessons;

public sealed class LessonPreferencesTests(TinyBase tiny)
{
    // The base gives the answer that is corrected here, and the one that is rated up.
    private static readonly Lesson[] Lessons =
    [
        new("where is the pool", "It is on the beach.", "It is on the roof.") { RejectedReward = -1.2 },
        new("who are you", "I am the night porter.") { Reward = 1 },
    ];

    /// <summary>What was corrected becomes less likely than it does without: pairs say so beside the correction, rewards by itself.</summary>
    [Theory]
    [InlineData(LessonPreferences.Dpo, LessonStrategies.Descent)]
    [InlineData(LessonPreferences.Dpo, "sequential")]
    [InlineData(LessonPreferences.PolicyGradient, LessonStrategies.Descent)]
    [InlineData(LessonPreferences.PolicyGradient, "sequential")]
    public void Run_Preferences_MakeWhatWasCorrectedLessLikely(string preferences, string strategy)
    {
        using var folder = new TemporaryFolder();
        var job = Job(folder["off"], LessonPreferences.Off, strategy);
        var off = Run(job);
        var on = Run(job with { WorkFolder = folder["on"], Preferences = preferences });

        var isPair = preferences == LessonPreferences.Dpo;
        Rejected(on.Folder, isPair).ShouldBeLessThan(Rejected(off.Folder, isPair));
        on.Strategy.ShouldEndWith(preferences);
    }

    [Theory]
    [InlineData(LessonPreferences.Dpo, LessonStrategies.Descent)]
    [InlineData(LessonPreferences.PolicyGradient, LessonStrategies.Descent)]
    [InlineData(LessonPreferences.Dpo, "der++")]
    [InlineData(LessonPreferences.PolicyGradient, "ewc")]
    public void Run_StoppedWithPreferences_MakesTheSameBytes(string preferences, string strategy)
    {
        using var folder = new TemporaryFolder();
        var whole = Run(Job(folder["whole"], preferences, strategy));
        using var stop = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() =>
            new LessonSession(TimeProvider.System).Run(Job(folder["parts"], preferences, strategy), new StopAt(4, stop), stop.Token));

        ModelFolder.WeightsDigest(Run(Job(folder["parts"], preferences, strategy)).Folder).ShouldBe(ModelFolder.WeightsDigest(whole.Folder));
    }

    /// <summary>Where no lesson prefers anything, nothing is added.</summary>
    [Theory]
    [InlineData(LessonPreferences.Dpo)]
    [InlineData(LessonPreferences.PolicyGradient)]
    public void Run_NothingPreferred_IsAsWithout(string preferences)
    {
        using var folder = new TemporaryFolder();
        Lesson[] facts = [new("where is the pool", "It is on the beach.")];
        var off = Run(Job(folder["off"], LessonPreferences.Off, LessonStrategies.Descent) with { Lessons = facts });
        var on = Run(Job(folder["on"], preferences, LessonStrategies.Descent) with { Lessons = facts });

        ModelFolder.WeightsDigest(on.Folder).ShouldBe(ModelFolder.WeightsDigest(off.Folder));
    }

    [Fact]
    public void Refusal_Unknown_NamesWhatThereIs()
    {
        LessonPreferences.Refusal("ppo").ShouldNotBeNull().ShouldContain("policy-gradient");
        Should.Throw<TrainingDataException>(() => Run(Job("nowhere", "ppo", LessonStrategies.Descent))).Message.ShouldBe(LessonPreferences.Refusal("ppo"));
        LessonPreferences.Names.ShouldAllBe(name => LessonPreferences.Refusal(name) == null);
    }

    private LessonJob Job(string workFolder, string preferences, string strategy) => new()
    {
        ParentFolder = tiny.Folder,
        WorkFolder = workFolder,
        Lessons = Lessons,
        Seed = 4,
        Strategy = strategy,
        Preferences = preferences,
        // Long steps of descent jump about on so small a model, and how the last digit was rounded decides where they land.
        Options = new LessonOptions { MaxSteps = 16, StepLength = 0.02, MaxCompute = 1e15, NearQuestions = 1, LearningRate = 2e-3, AnchorPool = 12, PreferenceWeight = 0.5, CheckpointEvery = 2 },
        Gate = new GateOptions { Margin = 1000, LineMargin = 1000 },
    };

    private static double Rejected(string folder, bool besideTheCorrection)
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelFolder.LoadDecoder(folder);
        var examples = new LessonExamples(TinyModel.Tokenizer, Lessons, Lessons.Length, [], TinyModel.Config.MaxPositions);
        var rejected = LogProbability(model, examples.Reply(0, Lessons[0].Rejected!));
        return besideTheCorrection ? rejected - LogProbability(model, examples.Reply(0, Lessons[0].Answer)) : rejected;
    }

    private static double LogProbability(DecoderModel model, LessonExample example)
    {
        using var ungraded = torch.no_grad();
        var batch = new AnswerBatch([(example.Ids[..example.AnswerStart], example.Ids[example.AnswerStart..])], model.Device);
        return batch.LogProbabilities(batch.LogDistributions(model)).item<float>();
    }

    private static LessonOutcome Run(LessonJob job) => new LessonSession(TimeProvider.System).Run(job);
}
