using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Encoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Samantha.Training.Optimization;
using Samantha.Training.Runs;

namespace Samantha.Training.Tests.Runs;

/// <summary>Masked-token pre-training in the one loop.</summary>
[Collection(RandomGenerator.Name)]
public sealed class MaskedTokenTests
{
    [Fact]
    public void Run_Stopped_ResumesBitForBit()
    {
        using var folder = new TemporaryFolder();
        using var whole = TinyEncoder.Create(dropout: 0.1);
        Trainer(whole, 10).Run(folder["whole"], resume: false);

        using var first = TinyEncoder.Create(dropout: 0.1);
        var curve = new Curve(4);
        Trainer(first, 10).Run(folder["parts"], resume: false, curve, curve.Token).State.Step.ShouldBe(4);
        using var second = TinyEncoder.Create(dropout: 0.1);
        Trainer(second, 10).Run(folder["parts"], resume: true).Finished.ShouldBeTrue();

        Curve.Weights(second).ShouldBe(Curve.Weights(whole));
    }

    [Fact]
    public void Run_Dialogues_FindsHiddenTokens()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyEncoder.Create();
        var curve = new Curve();
        var result = Trainer(model, 150).Run(folder["run"], resume: false, curve);

        curve.Points[0].Loss.ShouldBeGreaterThan(5);
        var dev = result.Dev.ShouldNotBeNull();
        dev.BitsPerLabel.ShouldNotBeNull().ShouldBeLessThan(3);
        dev.Accuracy.ShouldNotBeNull().ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Run_Checkpoint_IsAModelFolder()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyEncoder.Create();
        Trainer(model, 2).Run(folder["run"], resume: false);

        using var read = ModelFolder.LoadEncoder(folder["run"]);
        read.Head.ShouldBe(EncoderHead.MaskedLanguage);
        HuggingFaceTokenizer.Load(folder["run"]).MaskId.ShouldBe(TinyEncoder.Tokenizer.MaskId);
    }

    private static Trainer Trainer(EncoderModel model, long steps)
    {
        using var cache = new TemporaryFolder();
        var source = new TokenCache(cache.Path, TinyEncoder.Tokenizer).Get(new TextSource("t", 1, () => TinyModel.Dialogues(40).Select(text => new Document(text))));
        var options = new TrainingOptions
        {
            Steps = steps,
            Batches = new MixtureOptions { RowLength = 48, BatchTokens = 480, Seed = 3 },
            BatchesPerStep = 2,
            ReportEvery = 1,
            Optimizer = new OptimizerOptions { LearningRate = 1e-2, Muon = new MuonOptions() },
            Schedule = new LearningRateSchedule { Kind = ScheduleKind.Cosine, WarmupSteps = 10 },
        };
        var masking = new TokenMasking(TinyEncoder.Tokenizer, new MaskingOptions());
        var mixture = new Mixture([source], options.Batches, TinyEncoder.Padding);
        var heldOut = new MaskedBatches(mixture, masking, seed: 9).Epoch(0);
        var objective = new EncoderObjective(model, TinyEncoder.Tokenizer, new LabelEvaluator(TinyEncoder.Padding), heldOut);
        return new Trainer(objective, new MaskedBatches(mixture, masking, seed: 1), options, TimeProvider.System);
    }
}
