using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Encoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Pretraining;
using Samantha.Training.Runs;
using Samantha.Training.Tests.Runs;

namespace Samantha.Training.Tests.Pretraining;

[Collection(RandomGenerator.Name)]
public sealed class EncoderRunTests
{
    private static readonly EncoderRecipe Recipe = new()
    {
        VocabularySize = 300,
        HiddenSize = 32,
        Layers = 1,
        Heads = 2,
        MaxPositions = 64,
        SmallTalkPasses = 0,
        BookPasses = 0,
        Training = new TrainingOptions { Steps = 6, BatchesPerStep = 2, ReportEvery = 1, Batches = new MixtureOptions { RowLength = 48, BatchTokens = 96 } },
    };

    [Fact]
    public void Run_DataSets_MakesABertFolder()
    {
        using var folder = new TemporaryFolder();
        Run(folder, "run", Recipe).Finished.ShouldBeTrue();

        using var model = ModelFolder.LoadEncoder(folder["run/model"]);
        model.Head.ShouldBe(EncoderHead.MaskedLanguage);
        var tokenizer = HuggingFaceTokenizer.Load(folder["run/model"]);
        tokenizer.MaskId.ShouldNotBeNull();
        tokenizer.VocabularySize.ShouldBeLessThanOrEqualTo(300);
        new TrainingCurve(folder["run/curve.jsonl"]).Points()[^1].DevAccuracy.ShouldNotBeNull();
        RunFolder.Recipe<EncoderRecipe>(folder["run"]).ShouldBe(Recipe);
    }

    [Fact]
    public void Run_Stopped_ResumesBitForBit()
    {
        using var folder = new TemporaryFolder();
        Run(folder, "whole", Recipe);
        Run(folder, "parts", Recipe, new Curve(3)).Finished.ShouldBeFalse();
        Run(folder, "parts", RunFolder.Recipe<EncoderRecipe>(folder["parts"]), resume: true).Finished.ShouldBeTrue();
        File.ReadAllBytes(folder["parts/model/model.safetensors"]).ShouldBe(File.ReadAllBytes(folder["whole/model/model.safetensors"]));
    }

    [Fact]
    public void Run_RowsLongerThanTheEncoder_SaysWhatToLower()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<ArgumentException>(() => Run(folder, "run", Recipe with { MaxPositions = 32 })).Message.ShouldContain("--row");
    }

    private static TrainingResult Run(TemporaryFolder folder, string name, EncoderRecipe recipe, Curve? curve = null, bool resume = false)
    {
        curve ??= new Curve();
        foreach (var split in new[] { "train", "dev" })
            Write(folder, split);
        return new EncoderRun(folder.Path, folder[name], recipe, TimeProvider.System).Run(resume, WeightType.Float32, _ => { }, curve, curve.Token);
    }

    private static void Write(TemporaryFolder folder, string split)
    {
        Directory.CreateDirectory(folder["schema-guided"]);
        using var stream = new GZipStream(File.Create(Path.Combine(folder["schema-guided"], $"{split}.jsonl.gz")), CompressionMode.Compress);
        foreach (var dialogue in TinyModel.Dialogues(20))
        {
            var turns = dialogue.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2));
            stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { turns }) + "\n"));
        }
    }
}
