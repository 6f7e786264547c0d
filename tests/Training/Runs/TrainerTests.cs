using Samantha.Modeling.Decoders;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Samantha.Training.Optimization;
using Samantha.Training.Runs;

namespace Samantha.Training.Tests.Runs;

[Collection(RandomGenerator.Name)]
public sealed class TrainerTests
{
    [Fact]
    public void Run_Stopped_ResumesBitForBit()
    {
        using var folder = new TemporaryFolder();
        using var whole = Model();
        Trainer(whole, 14).Run(folder["whole"], resume: false);

        using var first = Model();
        var curve = new Curve(6);
        var stopped = Trainer(first, 14).Run(folder["parts"], resume: false, curve, curve.Token);
        stopped.Finished.ShouldBeFalse();
        stopped.State.Step.ShouldBe(6);

        using var second = Model();
        var ended = Trainer(second, 14).Run(folder["parts"], resume: true);

        ended.Finished.ShouldBeTrue();
        ended.State.Step.ShouldBe(14);
        Curve.Weights(second).ShouldBe(Curve.Weights(whole));
    }

    [Fact]
    public void Run_Dialogues_LearnsThem()
    {
        using var folder = new TemporaryFolder();
        using var model = Model();
        var curve = new Curve();
        var result = Trainer(model, 60).Run(folder["run"], resume: false, curve);

        curve.Points[0].Loss.ShouldBeGreaterThan(5);
        result.Dev.ShouldNotBeNull().BitsPerByte.ShouldNotBeNull().ShouldBeLessThan(1.5);
    }

    [Fact]
    public void Run_ThreadsOrOne_LearnTheSameButForRounding()
    {
        using var folder = new TemporaryFolder();
        using DecoderModel one = new DecoderModel(TinyModel.Config).Initialise(1), two = new DecoderModel(TinyModel.Config).Initialise(1);
        var first = Trainer(one, Options(4), TimeProvider.System).Run(folder["one"], resume: false);
        var second = Trainer(two, Options(4), TimeProvider.System, threads: 2).Run(folder["two"], resume: false);
        second.State.SmoothedLoss.ShouldBe(first.State.SmoothedLoss, 1e-4);
    }

    [Fact]
    public void Run_TimeBudget_EndsWhenTrainingTookThatLong()
    {
        using var folder = new TemporaryFolder();
        using var model = Model();
        var options = Options(1) with { Steps = null, Time = TimeSpan.FromSeconds(20) };
        var result = Trainer(model, options, new ManualTime(TimeSpan.FromSeconds(2))).Run(folder["run"], resume: false);

        result.Finished.ShouldBeTrue();
        result.State.Seconds.ShouldBe(20);
        result.State.Step.ShouldBe(10);
    }

    [Fact]
    public void Run_DropoutOnSeveralThreads_Throws()
    {
        using var model = Model();
        Should.Throw<ArgumentException>(() => Trainer(model, Options(1), TimeProvider.System, threads: 2)).ParamName.ShouldBe("threads");
    }

    [Fact]
    public void Run_NoBudget_Throws()
    {
        using var model = Model();
        Should.Throw<ArgumentException>(() => Trainer(model, Options(1) with { Steps = null }, TimeProvider.System));
    }

    [Fact]
    public void Run_LossThatIsNoNumber_SaysWhatToLower()
    {
        using var folder = new TemporaryFolder();
        using var model = Model();
        using (TorchSharp.torch.no_grad())
            model.Weights().First().Value().fill_(float.NaN);
        Should.Throw<NotFiniteNumberException>(() => Trainer(model, 2).Run(folder["run"], resume: false)).Message.ShouldContain("--lr");
    }

    private static DecoderModel Model() => new DecoderModel(TinyModel.Config with { HiddenDropout = 0.1 }).Initialise(1);

    private static Trainer Trainer(DecoderModel model, long steps) => Trainer(model, Options(steps), TimeProvider.System);

    private static Trainer Trainer(DecoderModel model, TrainingOptions options, TimeProvider time, int threads = 1)
    {
        using var cache = new TemporaryFolder();
        var source = new TokenCache(cache.Path, TinyModel.Tokenizer).Get(new TextSource("t", 1, () => TinyModel.Dialogues(24).Select(text => new Document(text))));
        var mixture = new Mixture([source], options.Batches, TinyModel.Tokenizer.PaddingId!.Value);
        var evaluator = new LanguageEvaluator(TinyModel.Tokenizer);
        var objective = new DecoderObjective(model, TinyModel.Tokenizer, () => evaluator.Score(model, TinyModel.Dialogues(6)).BitsPerByte);
        return new Trainer(objective, mixture, options, time, threads);
    }

    private static TrainingOptions Options(long steps) => new()
    {
        Steps = steps,
        Batches = new MixtureOptions { RowLength = 64, BatchTokens = 256, Seed = 3 },
        BatchesPerStep = 2,
        AverageDecay = 0.8,
        ReportEvery = 1,
        Optimizer = new OptimizerOptions { LearningRate = 1e-2, Muon = new MuonOptions() },
        Schedule = new LearningRateSchedule { WarmupSteps = 5 },
    };
}
