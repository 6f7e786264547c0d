using System.Text.Json.Nodes;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;

namespace Samantha.Modeling.Tests.Decoders;

public sealed class DecoderConfigTests
{
    private static readonly DecoderConfig Rich = TinyModels.Config with
    {
        Family = DecoderFamily.Llama,
        Rotary = new RotaryConfig(500_000, new Llama3Scaling(8, 1, 4, 64)),
        TieWordEmbeddings = true,
        AttentionBias = true,
        AttentionOutputBias = true,
        FeedForwardBias = true,
        AttentionDropout = 0.25,
        HiddenDropout = 0.125,
        BeginToken = 1,
        EndTokens = new[] { 2, 3 },
        PaddingToken = 4,
    };

    [Fact]
    public void FromDepth_Eight_IsTheShapeThatPeersAreTimedOn()
    {
        var config = DecoderConfig.FromDepth(8, 8192) with { TieWordEmbeddings = false };
        (config.HiddenSize, config.Layers, config.Heads, config.KeyValueHeads, config.HeadDimension, config.IntermediateSize)
            .ShouldBe((512, 8, 8, 4, 64, 1408));
        config.ParameterCount().ShouldBeInRange(31_000_000, 33_000_000);
    }

    [Fact]
    public void FromDepth_Growing_GrowsTheModel()
    {
        var counts = Enumerable.Range(1, 32).Select(depth => DecoderConfig.FromDepth(depth, 1000).Validated().ParameterCount()).ToList();
        counts.ShouldBe(counts.Order());
        counts.Distinct().Count().ShouldBe(32);
    }

    [Theory]
    [InlineData(ConfigSpelling.Transformers4)]
    [InlineData(ConfigSpelling.Transformers5)]
    public void Write_ThenRead_GivesTheSameConfig(ConfigSpelling spelling)
    {
        using var folder = new TemporaryFolder();
        foreach (var config in new[]
        {
            Rich,
            TinyModels.Config,
            TinyModels.Config with { Family = DecoderFamily.Qwen2, AttentionBias = true, EndTokens = new[] { 9 } },
            TinyModels.Config with { Family = DecoderFamily.Qwen3, QueryKeyNorm = true },
            DecoderConfig.FromDepth(3, 100),
        })
        {
            var path = folder.At("config.json");
            DecoderConfigFile.Write(config, path, WeightType.BFloat16, spelling);
            ShouldBeTheSame(DecoderConfigFile.Read(path), config);
            File.ReadAllText(path).ShouldContain("\"bfloat16\"");
        }
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("llama3-rope")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    public void Read_BothSpellingsOfAFixture_AreEqual(string fixture)
    {
        var newer = DecoderConfigFile.Read(Path.Combine(Fixtures.Folder(fixture), "config.json"));
        var older = DecoderConfigFile.Read(Path.Combine(Fixtures.Folder(fixture), "config.v4.json"));
        ShouldBeTheSame(older, newer);
    }

    [Theory]
    [InlineData("model_type", "\"mamba\"")]
    [InlineData("hidden_act", "\"relu\"")]
    [InlineData("use_sliding_window", "true")]
    [InlineData("quantization_config", "{}")]
    [InlineData("rope_scaling", "{\"rope_type\": \"yarn\"}")]
    [InlineData("rope_scaling", "{\"rope_type\": \"llama3\", \"factor\": 8}")]
    [InlineData("num_key_value_heads", "3")]
    [InlineData("num_attention_heads", "0")]
    [InlineData("head_dim", "15")]
    [InlineData("hidden_size", "-64")]
    [InlineData("hidden_size", "1e99")]
    [InlineData("hidden_size", "null")]
    [InlineData("vocab_size", "\"many\"")]
    [InlineData("rms_norm_eps", "0")]
    [InlineData("attention_dropout", "1")]
    [InlineData("eos_token_id", "[1, \"2\"]")]
    public void Read_WhatThisDecoderLacks_IsRefusedByName(string field, string value)
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("config.json");
        DecoderConfigFile.Write(Rich, path);
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        json[field] = JsonNode.Parse(value);
        File.WriteAllText(path, json.ToJsonString());
        Should.Throw<CheckpointException>(() => DecoderConfigFile.Read(path)).Message.ShouldContain(path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Read_NoConfig_IsRefused(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("config.json"), text);
        Should.Throw<CheckpointException>(() => DecoderConfigFile.Read(folder.At("config.json"))).Path.ShouldBe(folder.At("config.json"));
        Should.Throw<CheckpointException>(() => DecoderConfigFile.Read(folder.At("absent.json"))).Message.ShouldContain("missing");
    }

    [Fact]
    public void Frequencies_Llama3_KeepBlendAndDivide()
    {
        var plain = new RotaryConfig(500_000).Frequencies(16);
        var stretched = new RotaryConfig(500_000, new Llama3Scaling(8, 1, 4, 64)).Frequencies(16);
        stretched[0].ShouldBe(plain[0]);
        stretched[1].ShouldBeInRange(plain[1] / 8, plain[1]);
        stretched[1].ShouldNotBe(plain[1]);
        for (var i = 2; i < 8; i++)
            stretched[i].ShouldBe(plain[i] / 8, plain[i] * 1e-6);
    }

    // Records compare a list by reference, and so the one list is compared by itself.
    private static void ShouldBeTheSame(DecoderConfig actual, DecoderConfig expected)
    {
        actual.EndTokens.ShouldBe(expected.EndTokens);
        (actual with { EndTokens = expected.EndTokens }).ShouldBe(expected);
    }
}
