using System.Text.Json.Nodes;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Encoders;
using Samantha.Modeling.Layers;
using TorchSharp;

namespace Samantha.Modeling.Tests.Checkpoints;

public sealed class ModelFolderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Save_ThenLoad_GivesEveryBit(bool tied)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Decoder(TinyModels.Config with { TieWordEmbeddings = tied, AttentionBias = true, AttentionOutputBias = true, QueryKeyNorm = false });
        ModelFolder.Save(folder.At("v1"), model, addFiles: target => File.WriteAllText(Path.Combine(target, "README.md"), "card"));
        using var loaded = ModelFolder.LoadDecoder(folder.At("v1"));
        Weights(loaded).ShouldBe(Weights(model));
        loaded.training.ShouldBeFalse();
        (loaded.Config with { EndTokens = model.Config.EndTokens }).ShouldBe(model.Config);
        File.ReadAllText(Path.Combine(folder.At("v1"), "README.md")).ShouldBe("card");
        ModelFolder.WeightsDigest(folder.At("v1")).ShouldMatch("^[0-9a-f]{64}$");
    }

    [Theory]
    [InlineData(WeightType.BFloat16)]
    [InlineData(WeightType.Float16)]
    public void Save_InHalfPrecision_IsStableAfterOneRounding(WeightType type)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Decoder();
        ModelFolder.Save(folder.At("v1"), model, type);
        using var once = ModelFolder.LoadDecoder(folder.At("v1"));
        ModelFolder.Save(folder.At("v2"), once, type);
        ModelFolder.WeightsDigest(folder.At("v2")).ShouldBe(ModelFolder.WeightsDigest(folder.At("v1")));
        Fixtures.LargestDifference(Weights(once), Weights(model)).ShouldBeLessThan(0.01);
    }

    [Theory]
    [InlineData(EncoderHead.Sequence)]
    [InlineData(EncoderHead.Token)]
    [InlineData(EncoderHead.MaskedLanguage)]
    public void Save_ThenLoad_OfAnEncoder_GivesEveryBit(EncoderHead head)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        var config = EncoderConfig.FromDepth(1, 50) with { Labels = ["calm", "glad", "sad"], MultiLabel = head == EncoderHead.Sequence };
        using var model = new EncoderModel(config, head).Initialise(seed: 4);
        ModelFolder.Save(folder.At("v1"), model);
        using var loaded = ModelFolder.LoadEncoder(folder.At("v1"));
        loaded.Head.ShouldBe(head);
        Weights(loaded).ShouldBe(Weights(model));
        (loaded.Config with { Labels = config.Labels }).ShouldBe(config);
        if (head != EncoderHead.MaskedLanguage)
            loaded.Config.Labels.ShouldBe(config.Labels);
    }

    [Fact]
    public void Save_ToAFolderThatExists_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Decoder();
        ModelFolder.Save(folder.At("v1"), model);
        Should.Throw<IOException>(() => ModelFolder.Save(folder.At("v1"), model));
    }

    [Fact]
    public void Load_MissingAndUnexpectedTensors_AreNamed()
    {
        using var folder = new TemporaryFolder();
        Rewrite(folder, tensors =>
        {
            tensors.RemoveAll(item => item.Name == "model.norm.weight");
            tensors.Add(("model.layers.9.mystery", torch.zeros(64)));
        });
        var error = Should.Throw<CheckpointException>(() => ModelFolder.LoadDecoder(folder.At("v1")));
        error.Message.ShouldContain("lacks model.norm.weight");
        error.Message.ShouldContain("unexpected model.layers.9.mystery");
    }

    [Fact]
    public void Load_OtherShape_IsNamed()
    {
        using var folder = new TemporaryFolder();
        Rewrite(folder, tensors =>
        {
            tensors.RemoveAll(item => item.Name == "model.norm.weight");
            tensors.Add(("model.norm.weight", torch.zeros(2, 32)));
        });
        Should.Throw<CheckpointException>(() => ModelFolder.LoadDecoder(folder.At("v1"))).Message.ShouldContain("model.norm.weight as [2, 32]");
    }

    // Sizes that would take terabytes: the files decide, not the configuration.
    [Fact]
    public void Load_ConfigThatClaimsMoreThanTheFilesHold_IsRefusedBeforeMemoryIsTaken()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Decoder();
        ModelFolder.Save(folder.At("v1"), model);
        var huge = TinyModels.Config with { HiddenSize = 1 << 17, IntermediateSize = 1 << 20, Layers = 1 << 10, VocabularySize = 1 << 24 };
        DecoderConfigFile.Write(huge, Path.Combine(folder.At("v1"), ModelFolder.ConfigFile));
        Should.Throw<CheckpointException>(() => ModelFolder.LoadDecoder(folder.At("v1"))).Message.ShouldContain("config.json describes");
    }

    [Theory]
    [InlineData("../v1/model.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("")]
    public void Load_IndexThatLeadsElsewhere_IsRefused(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Decoder();
        ModelFolder.Save(folder.At("v1"), model);
        var index = new JsonObject { ["weight_map"] = new JsonObject { ["model.norm.weight"] = name } };
        File.WriteAllText(Path.Combine(folder.At("v1"), WeightFiles.IndexFile), index.ToJsonString());
        Should.Throw<CheckpointException>(() => ModelFolder.LoadDecoder(folder.At("v1"))).Message.ShouldContain("outside its folder");
    }

    [Fact]
    public void Load_EmptyFolder_SaysWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<CheckpointException>(() => ModelFolder.LoadDecoder(folder.Path)).Path.ShouldBe(folder.At("config.json"));
        Should.Throw<CheckpointException>(() => ModelFolder.LoadEncoder(folder.Path)).Path.ShouldBe(folder.At("config.json"));
    }

    [Fact]
    public void Load_Gpt2_IsRefusedByName() =>
        Should.Throw<CheckpointException>(() => ModelFolder.LoadDecoder(Fixtures.Folder("gpt2"))).Message.ShouldContain("gpt2");

    private static void Rewrite(TemporaryFolder folder, Action<List<(string Name, torch.Tensor Tensor)>> change)
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        ModelFolder.Save(folder.At("v1"), model);
        var path = Path.Combine(folder.At("v1"), WeightFiles.SingleFile);
        List<(string Name, torch.Tensor Tensor)> tensors;
        using (var file = SafetensorsFile.Open(path))
            tensors = [.. file.Entries.Select(entry => (entry.Name, file.Read(entry.Name)))];
        change(tensors);
        File.Delete(path);
        SafetensorsFile.Write(path, tensors);
    }

    private static float[] Weights(ICheckpointed model) => [.. model.Weights().SelectMany(weight => weight.Value().ToArray())];
}
