using System.Globalization;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Encoders;
using Samantha.Modeling.Lora;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tuning;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Samantha.Training.FineTuning;
using Samantha.Training.Optimization;
using Samantha.Training.Runs;
using Samantha.Training.Tests.Runs;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.FineTuning;

[Collection(RandomGenerator.Name)]
public sealed class FineTuningRunTests(TinyBase tiny)
{
    private static readonly string[] Replies = ["We are shut.", "The cook is away.", "Ask again later."];
    private static readonly string[] Questions = ["is there a garden", "may I bring a dog", "who is the cook"];

    [Theory]
    [InlineData(null, 0.2)]
    [InlineData(16, 2.0)] // adapters leave the output layer as it is, to which the new words are strange
    public void Run_Dialogues_LearnsThemAndRepliesSo(int? rank, double bitsPerByte)
    {
        using var folder = new TemporaryFolder();
        var recipe = Recipe(folder) with { LoraRank = rank, Epochs = rank is null ? 40 : 120, Merge = rank is not null, Generate = 3 };
        var ended = Run(folder["run"], recipe);

        ended.Training.Dev.ShouldNotBeNull().BitsPerByte.ShouldNotBeNull().ShouldBeLessThan(bitsPerByte);
        ended.Replies.ShouldNotBeNull().RougeL.ShouldBe(1.0);
        ended.Output.ShouldBe(rank is null ? [folder["run/model"]] : [folder["run/adapter"], folder["run/model"]]);
        using var model = ModelFolder.LoadDecoder(folder["run/model"]);
        new GreedyDecoder(model, HuggingFaceTokenizer.Load(folder["run/model"])).Replies(Questions).ShouldBe(Replies);
        File.ReadAllText(folder["run/evaluation.json"]).ShouldContain("\"rougeL\": 1");
    }

    [Fact]
    public void Run_Adapters_ChangeTheModelTheyCameFrom()
    {
        using var folder = new TemporaryFolder();
        Run(folder["run"], Recipe(folder) with { LoraRank = 16, Epochs = 120 }).Output.ShouldBe([folder["run/adapter"]]);

        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        var tokenizer = HuggingFaceTokenizer.Load(tiny.Folder);
        new GreedyDecoder(model, tokenizer).Replies(Questions).ShouldNotBe(Replies);
        using var adapters = (LoraAdapters)TuningFolder.Load(folder["run/adapter"], model);
        adapters.Config.BaseModel.ShouldBe(tiny.Folder);
        new GreedyDecoder(model, tokenizer).Replies(Questions).ShouldBe(Replies);
    }

    /// <summary>Whatever learns, what it says is written, and says the same on the model that it came from.</summary>
    [Theory]
    [InlineData("adalora")]
    [InlineData("adapter")]
    [InlineData("prefix")]
    public void Run_AnyTuning_IsMeasuredAsItIsWritten(string tuning)
    {
        using var folder = new TemporaryFolder();
        var said = new List<string>();
        var ended = Run(folder["run"], Recipe(folder) with { Tuning = tuning, Epochs = 60, Generate = 3 }, say: said.Add);
        ended.Output.ShouldBe([folder["run/adapter"]]);
        var before = double.Parse(said.Single(line => line.StartsWith("Before:")).Split(' ')[1], CultureInfo.InvariantCulture);
        ended.Training.Dev.ShouldNotBeNull().BitsPerByte.ShouldNotBeNull().ShouldBeLessThan(0.95 * before);

        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        using var loaded = TuningFolder.Load(folder["run/adapter"], model);
        var replies = new GreedyDecoder(model, HuggingFaceTokenizer.Load(tiny.Folder)).Replies(Questions);
        ReplyScore.Compare(replies, Replies).ShouldBe(ended.Replies);
    }

    [Theory]
    [InlineData("full", "model/model.safetensors")]
    [InlineData("lora", "adapter/adapter_model.safetensors")]
    [InlineData("adalora", "adapter/adapter_model.safetensors")]
    [InlineData("adapter", "adapter/adapter_model.safetensors")]
    [InlineData("prefix", "adapter/adapter_model.safetensors")]
    public void Run_Stopped_ResumesBitForBit(string tuning, string made)
    {
        using var folder = new TemporaryFolder();
        var recipe = Recipe(folder) with { Tuning = tuning, LoraDropout = 0.1, Epochs = 4 };
        Run(folder["whole"], recipe);

        var curve = new Curve(3);
        Run(folder["parts"], recipe, curve: curve).Output.ShouldBeEmpty();
        var resumed = RunFolder.Recipe<FineTuningRecipe>(folder["parts"]);
        Run(folder["parts"], resumed, resume: true).Training.Finished.ShouldBeTrue();

        File.ReadAllBytes(folder["parts/" + made]).ShouldBe(File.ReadAllBytes(folder["whole/" + made]));
    }

    [Fact]
    public void Run_Texts_LearnsTheirClasses()
    {
        using var folder = new TemporaryFolder();
        var recipe = Classifier(folder, EncoderHead.Sequence);
        var ended = Run(folder["run"], recipe);

        ended.Labels.ShouldBe(["place", "time"]);
        ended.Report.ShouldNotBeNull().MacroF1.ShouldBe(1.0);
        ended.Training.Dev.ShouldNotBeNull().Accuracy.ShouldBe(1.0);
        using var model = ModelFolder.LoadEncoder(folder["run/model"]);
        model.Head.ShouldBe(EncoderHead.Sequence);
        model.Config.Labels.ShouldBe(["place", "time"]);
    }

    [Fact]
    public void Run_Words_LearnsTheirClasses()
    {
        using var folder = new TemporaryFolder();
        var ended = Run(folder["run"], Classifier(folder, EncoderHead.Token));
        ended.Labels.ShouldBe(["B-place", "O"]);
        ended.Report.ShouldNotBeNull().Accuracy.ShouldBeGreaterThan(0.95);
    }

    [Fact]
    public void Run_ClassifierStopped_ResumesBitForBit()
    {
        using var folder = new TemporaryFolder();
        var recipe = Classifier(folder, EncoderHead.Sequence) with { Epochs = 2 };
        Run(folder["whole"], recipe);
        Run(folder["parts"], recipe, curve: new Curve(2)).Output.ShouldBeEmpty();
        Run(folder["parts"], recipe, resume: true);
        File.ReadAllBytes(folder["parts/model/model.safetensors"]).ShouldBe(File.ReadAllBytes(folder["whole/model/model.safetensors"]));
    }

    [Fact]
    public void Run_ClassifierThatKnowsTheLabels_GoesOnWithItsHead()
    {
        using var folder = new TemporaryFolder();
        var recipe = Classifier(folder, EncoderHead.Sequence);
        Run(folder["first"], recipe);
        var said = new List<string>();
        Run(folder["second"], recipe with { Model = folder["first/model"], Epochs = 1 }, say: said.Add);
        said.ShouldContain(line => line.StartsWith("Before:") && line.Contains("accuracy 1.000"));
    }

    [Fact]
    public void Run_FolderWithARun_IsRefusedUnlessResumed()
    {
        using var folder = new TemporaryFolder();
        var recipe = Recipe(folder) with { Epochs = 1 };
        Run(folder["run"], recipe);
        Should.Throw<TrainingDataException>(() => Run(folder["run"], recipe)).Message.ShouldContain("--resume");
    }

    [Fact]
    public void Run_NothingNamed_SaysWhatToName()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<TrainingDataException>(() => Run(folder["run"], new FineTuningRecipe())).Message.ShouldContain("--model");
        Should.Throw<TrainingDataException>(() => Run(folder["run"], Recipe(folder) with { Evaluation = [], Generate = 2 })).Message.ShouldContain("--eval");
        Should.Throw<TrainingDataException>(() => Run(folder["run"], Recipe(folder) with { Merge = true })).Message.ShouldContain("--lora-rank");
        Should.Throw<TrainingDataException>(() => Run(folder["run"], Recipe(folder) with { Tuning = "all" })).Message.ShouldContain("full, lora, adalora, adapter, prefix");
        Should.Throw<TrainingDataException>(() => Run(folder["run"], Recipe(folder) with { Tuning = "prefix", Merge = true })).Message.ShouldContain("--merge");
        Should.Throw<TrainingDataException>(() => Run(folder["run"], Recipe(folder) with { Tuning = "adapter", LoraRank = 2 })).Message.ShouldContain("--lora-rank");
        Should.Throw<TrainingDataException>(() => Run(folder["run"], Recipe(folder) with { Tuning = "adalora", Training = Training(1e-2) with { Time = TimeSpan.FromMinutes(1) } })).Message.ShouldContain("--steps");
        Should.Throw<TrainingDataException>(() => Run(folder["run"], Recipe(folder) with { Epochs = 0 })).Message.ShouldContain("--epochs");
        Should.Throw<TrainingDataException>(() => Run(folder["run"], Classifier(folder, EncoderHead.Sequence) with { LoraRank = 2 })).Message.ShouldContain("encoder");
        Directory.Exists(folder["run"]).ShouldBeFalse();
    }

    [Fact]
    public void Run_FolderThatIsNoModel_SaysWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<CheckpointException>(() => Run(folder["run"], Recipe(folder) with { Model = folder.Path })).Message.ShouldContain("config.json: is missing");
    }

    private FineTuningRecipe Recipe(TemporaryFolder folder)
    {
        var lines = Questions.Zip(Replies, (question, reply) => System.Text.Json.JsonSerializer.Serialize(new
        {
            messages = new[] { new { role = "user", content = question }, new { role = "assistant", content = reply } },
        }));
        File.WriteAllLines(folder["data.jsonl"], lines.Concat(TinyModel.Messages(4)));
        File.WriteAllLines(folder["eval.jsonl"], lines);
        return new FineTuningRecipe
        {
            Model = tiny.Folder,
            Data = [folder["data.jsonl"]],
            Evaluation = [folder["eval.jsonl"]],
            Epochs = 40,
            Training = Training(1e-2),
        };
    }

    private static FineTuningRecipe Classifier(TemporaryFolder folder, EncoderHead head)
    {
        string[] places = ["pool", "garden", "kitchen", "roof"], times = ["noon", "nine", "night", "once"];
        var lines = places.Concat(times).SelectMany(word => new[] { "it is {0}", "see you {0} then", "{0} please" }.Select(form => string.Format(form, word)))
            .Select(text => head == EncoderHead.Sequence
                ? (object)new { text, label = places.Any(text.Contains) ? "place" : "time" }
                : new { tokens = text.Split(' '), labels = text.Split(' ').Select(word => places.Contains(word) ? "B-place" : "O") })
            .Select(line => System.Text.Json.JsonSerializer.Serialize(line))
            .ToList();
        File.WriteAllLines(folder["classes.jsonl"], lines);
        if (!Directory.Exists(folder["encoder"]))
        {
            using var encoder = TinyEncoder.Create(dropout: 0.05);
            ModelFolder.Save(folder["encoder"], encoder, addFiles: TinyEncoder.Tokenizer.Save);
        }

        return new FineTuningRecipe
        {
            Model = folder["encoder"],
            Data = [folder["classes.jsonl"]],
            Evaluation = [folder["classes.jsonl"]],
            Epochs = 40,
            Training = Training(3e-3),
        };
    }

    private static TrainingOptions Training(double rate) => new FineTuningRecipe().Training with
    {
        Optimizer = new OptimizerOptions { LearningRate = rate, WeightDecay = 0 },
        Batches = new MixtureOptions { RowLength = 64, BatchTokens = 128, Seed = 1 },
        BatchesPerStep = 2,
        ReportEvery = 1,
    };

    private static FineTuningResult Run(string path, FineTuningRecipe recipe, bool resume = false, Curve? curve = null, Action<string>? say = null)
    {
        curve ??= new Curve();
        return new FineTuningRun(path, recipe, TimeProvider.System).Run(
            resume, WeightType.Float32, ScalarType.Float32, say ?? (_ => { }), curve, curve.Token);
    }
}
