using Samantha.Modeling.Decoders;
using Samantha.Training.Data;
using Samantha.Training.Optimization;
using Samantha.Training.Pretraining;

namespace Samantha.Training.Tests.Pretraining;

public sealed class PretrainerTests
{
    [Fact]
    public void Run_Stopped_ResumesBitForBit()
    {
        using var folder = new TemporaryFolder();
        using var whole = Model();
        Trainer(whole, 14).Run(folder["whole"], resume: false);

        using var first = Model();
        using var stop = new CancellationTokenSource();
        var stopped = Trainer(first, 14).Run(folder["parts"], resume: false, new Stopper(6, stop), stop.Token);
        stopped.Finished.ShouldBeFalse();
        stopped.State.Step.ShouldBe(6);

        using var second = Model();
        var ended = Trainer(second, 14).Run(folder["parts"], resume: true);

        ended.Finished.ShouldBeTrue();
        ended.State.Step.ShouldBe(14);
        Weights(second).ShouldBe(Weights(whole));
    }

    [Fact]
    public void Run_Dialogues_LearnsThem()
    {
        using var folder = new TemporaryFolder();
        using var model = Model();
        var curve = new Points();
        var result = Trainer(model, 60).Run(folder["run"], resume: false, curve);

        curve.All[0].Loss.ShouldBeGreaterThan(5);
        result.DevBitsPerByte.ShouldNotBeNull().ShouldBeLessThan(1.5);
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

    private static DecoderModel Model() => new DecoderModel(TinyModel.Config with { HiddenDropout = 0.1 }).Initialise(1);

    private static Pretrainer Trainer(DecoderModel model, long steps) => Trainer(model, Options(steps), TimeProvider.System);

    private static Pretrainer Trainer(DecoderModel model, PretrainingOptions options, TimeProvider time, int threads = 1)
    {
        using var cache = new TemporaryFolder();
        var source = new TokenCache(cache.Path, TinyModel.Tokenizer).Get(new TextSource("t", 1, () => TinyModel.Dialogues(24).Select(text => new Document(text))));
        var mixture = new Mixture([source], options.Batches, TinyModel.Tokenizer.PaddingId!.Value);
        return new Pretrainer(model, TinyModel.Tokenizer, mixture, TinyModel.Dialogues(6), options, time, threads);
    }

    private static PretrainingOptions Options(long steps) => new()
    {
        Steps = steps,
        Batches = new MixtureOptions { RowLength = 64, BatchTokens = 256, Seed = 3 },
        BatchesPerStep = 2,
        AverageDecay = 0.8,
        ReportEvery = 1,
        Optimizer = new OptimizerOptions { LearningRate = 1e-2, Muon = new MuonOptions() },
        Schedule = new LearningRateSchedule { WarmupSteps = 5 },
    };

    private static List<float[]> Weights(DecoderModel model) => [.. model.Weights().Select(weight =>
    {
        using var value = weight.Value();
        return value.data<float>().ToArray();
    })];

    private sealed class Points : IProgress<TrainingPoint>
    {
        public List<TrainingPoint> All { get; } = [];

        public void Report(TrainingPoint value) => All.Add(value);
    }

    private sealed class Stopper(long step, CancellationTokenSource source) : IProgress<TrainingPoint>
    {
        public void Report(TrainingPoint value)
        {
            if (value.Step == step)
                source.Cancel();
        }
    }
}
