using Samantha.Modeling.Checkpoints;
using Samantha.Training.Data;
using Samantha.Training.Lessons;
using Samantha.Training.Optimization;
using Samantha.Training.Runs;

[assembly: AssemblyFixture(typeof(Samantha.Training.Tests.TinyBase))]

namespace Samantha.Training.Tests;

/// <summary>A tiny model that knows its few dialogues, with anchors, as a model folder; made once for all tests.</summary>
public sealed class TinyBase : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TinyBase()
    {
        using var model = TinyModel.Create();
        var source = new TokenCache(folder["tokens"], TinyModel.Tokenizer).Get(
            new TextSource("t", 1, () => TinyModel.Dialogues(40).Select(text => new Document(text))));
        var options = new TrainingOptions
        {
            Steps = 120,
            Batches = new MixtureOptions { RowLength = 96, BatchTokens = 384 },
            Optimizer = new OptimizerOptions { LearningRate = 1e-2, Muon = new MuonOptions() },
            Schedule = new LearningRateSchedule { WarmupSteps = 5 },
        };
        var mixture = new Mixture([source], options.Batches, TinyModel.Tokenizer.PaddingId!.Value);
        new Trainer(new DecoderObjective(model, TinyModel.Tokenizer, () => null), mixture, options, TimeProvider.System).Run(folder["checkpoint"], resume: false);
        ModelFolder.Save(Folder, model, addFiles: TinyModel.Tokenizer.Save);
        AnchorFile.Write(Folder, TinyModel.Dialogues(40).Distinct().Select(text => new Anchor(AnchorSampler.Set, text)));
    }

    /// <summary>The model's folder.</summary>
    public string Folder => folder["model"];

    public void Dispose() => folder.Dispose();
}
