using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Samantha.Modeling.Checkpoints;
using Samantha.Silo.Commands;
using Samantha.Testing;
using Samantha.Training.FineTuning;
using Samantha.Training.Pretraining;
using Samantha.Training.Runs;

namespace Samantha.Silo.Tests.Commands;

/// <summary>Training from the command line: what is made, how it goes on, and what is refused.</summary>
public sealed class TrainCommandTests
{
    private static readonly string[] Tiny =
        ["--vocabulary", "300", "--hidden", "16", "--layers", "1", "--heads", "2", "--small-talk", "0", "--books", "0", "--row", "32", "--batch", "64", "--threads", "1"];

    [Fact]
    public async Task Finetune_Dialogues_MakesAModelAndAnEvaluation()
    {
        using var folder = Folder();
        (await Train(folder, "finetune", "--model", folder["base"], "--data", folder["data.jsonl"], "--eval", folder["data.jsonl"],
            "--generate", "2", "--epochs", "1", "--precision", "f32")).ShouldBe(0);

        using (ModelFolder.LoadDecoder(folder["run/model"]))
            File.ReadAllText(folder["run/evaluation.json"]).ShouldContain("bitsPerByte");
        RunFolder.Recipe<FineTuningRecipe>(folder["run"]).Model.ShouldBe(folder["base"]);
    }

    [Fact]
    public async Task Finetune_ResumedWithoutMore_GoesOnByItsOwnRecipe()
    {
        using var folder = Folder();
        (await Train(folder, "finetune", "--model", folder["base"], "--data", folder["data.jsonl"], "--lora-rank", "2", "--steps", "2", "--precision", "f32")).ShouldBe(0);
        (await Train(folder, "finetune", "--resume", "--steps", "4", "--merge", "--precision", "f32")).ShouldBe(0);

        var recipe = RunFolder.Recipe<FineTuningRecipe>(folder["run"]);
        recipe.LoraRank.ShouldBe(2);
        recipe.Training.Optimizer.LearningRate.ShouldBe(1e-3);
        recipe.Training.Steps.ShouldBe(4);
        File.Exists(folder["run/adapter/adapter_model.safetensors"]).ShouldBeTrue();
        Directory.Exists(folder["run/model"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("none", "data.jsonl")]
    [InlineData("base", "none.jsonl")]
    [InlineData("base", "broken.jsonl")]
    [InlineData("base", "empty.jsonl")]
    public async Task Finetune_BadInput_FailsAndLeavesNothing(string model, string data)
    {
        using var folder = Folder();
        File.WriteAllText(folder["broken.jsonl"], "{\"text\":");
        File.WriteAllText(folder["empty.jsonl"], "");
        (await Train(folder, "finetune", "--model", folder[model], "--data", folder[data], "--precision", "f32")).ShouldBe(1);
        Directory.Exists(folder["run"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Encoder_DataSets_MakesOneAndGoesOn()
    {
        using var folder = Folder();
        (await Train(folder, "encoder", ["--data-sets", folder.Path, "--steps", "1", "--mask", "0.2", .. Tiny])).ShouldBe(0);
        (await Train(folder, "encoder", "--data-sets", folder.Path, "--resume", "--steps", "2", "--threads", "1")).ShouldBe(0);

        var recipe = RunFolder.Recipe<EncoderRecipe>(folder["run"]);
        (recipe.Masking.Share, recipe.HiddenSize, recipe.Training.Steps).ShouldBe((0.2, 16, 2));
        ModelFolder.IsEncoder(folder["run/model"]).ShouldBeTrue();
        new TrainingCurve(folder["run/curve.jsonl"]).Points()[^1].Step.ShouldBe(2);
    }

    [Fact]
    public async Task Base_DataSets_MakesOne()
    {
        using var folder = Folder();
        (await Train(folder, "base", ["--data-sets", folder.Path, "--steps", "1", "--kv-heads", "1", "--precision", "f32", .. Tiny])).ShouldBe(0);
        RunFolder.Recipe<BaseModelRecipe>(folder["run"]).KeyValueHeads.ShouldBe(1);
        using var model = ModelFolder.LoadDecoder(folder["run/model"]);
        model.Config.KeyValueHeads.ShouldBe(1);
    }

    private static Task<int> Train(TemporaryFolder folder, string kind, params string[] arguments) =>
        TrainCommand.Create().Parse([kind, "--out", folder["run"], .. arguments]).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

    private static TemporaryFolder Folder()
    {
        var folder = new TemporaryFolder();
        TinyModel.Save(folder["base"], seed: 3);
        string[] texts = ["hello there", "I am well", "how are you", "thank you"];
        File.WriteAllLines(folder["data.jsonl"], texts.Select(text => JsonSerializer.Serialize(new
        {
            messages = new[] { new { role = "user", content = text }, new { role = "assistant", content = text } },
        })));
        Directory.CreateDirectory(folder["schema-guided"]);
        Directory.CreateDirectory(folder["vader"]);
        File.WriteAllText(folder["vader/vader_lexicon.txt"], "well\t1.1\t0.5\t[]\n");
        foreach (var split in new[] { "train", "dev" })
        {
            using var stream = new GZipStream(File.Create(folder[$"schema-guided/{split}.jsonl.gz"]), CompressionMode.Compress);
            foreach (var text in texts)
                stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { turns = new[] { new[] { "user", text }, ["assistant", text] } }) + "\n"));
        }

        return folder;
    }
}
