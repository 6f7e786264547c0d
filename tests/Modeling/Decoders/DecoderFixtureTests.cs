using System.Text.Json;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using TorchSharp;

namespace Samantha.Modeling.Tests.Decoders;

/// <summary>Decoders compute what the library that published their format computes.</summary>
public sealed class DecoderFixtureTests
{
    public static TheoryData<string, string> Models => new()
    {
        { "llama", "llama" },
        { "llama3-rope", "llama3-rope" },
        { "llama-bf16", "llama-bf16" },
        { "llama-f16", "llama-f16" },
        { "llama-sharded", "llama" },
        { "qwen2", "qwen2" },
        { "qwen3", "qwen3" },
    };

    /// <summary>Those whose gradients are published too.</summary>
    public static TheoryData<string, string> Trained => new()
    {
        { "llama", "llama" },
        { "llama3-rope", "llama3-rope" },
        { "llama-sharded", "llama" },
        { "qwen2", "qwen2" },
        { "qwen3", "qwen3" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_EachInputAlone_GivesThePublishedLogits(string folder, string expectation)
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelFolder.LoadDecoder(Fixtures.Folder(folder));
        using var ungraded = torch.no_grad();
        foreach (var single in Fixtures.Expected(expectation).GetProperty("single").EnumerateArray())
        {
            var logits = model.forward(single.GetProperty("ids").Tensor())[0];
            ShouldMatch(logits, single);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_PaddedBatch_GivesTheLogitsOfEachAlone(string folder, string expectation)
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelFolder.LoadDecoder(Fixtures.Folder(folder));
        using var ungraded = torch.no_grad();
        foreach (var side in new[] { "batch_left", "batch_right" })
        {
            var batch = Fixtures.Expected(expectation).GetProperty(side);
            var logits = model.Forward(
                batch.GetProperty("input_ids").Tensor(), batch.GetProperty("attention_mask").Tensor(), batch.GetProperty("position_ids").Tensor());
            ShouldMatchBatch(logits, batch, side);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_RightPaddingWithoutMask_GivesTheLogitsOfEachAlone(string folder, string expectation)
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelFolder.LoadDecoder(Fixtures.Folder(folder));
        using var ungraded = torch.no_grad();
        var batch = Fixtures.Expected(expectation).GetProperty("batch_right");
        ShouldMatchBatch(model.forward(batch.GetProperty("input_ids").Tensor()), batch, "no mask");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Step_TokenByToken_ContinuesAsPublished(string folder, string expectation)
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelFolder.LoadDecoder(Fixtures.Folder(folder));
        foreach (var greedy in Fixtures.Expected(expectation).GetProperty("greedy").EnumerateArray())
        {
            using var cache = model.NewCache(capacity: 4);
            var tokens = greedy.GetProperty("prompt").Ids();
            var continuation = new List<int>();
            foreach (var _ in greedy.GetProperty("new_ids").Ids())
            {
                var next = (int)model.Step([new DecoderInput(tokens, cache)])[0].argmax().item<long>();
                continuation.Add(next);
                tokens = [next];
            }

            continuation.ShouldBe(greedy.GetProperty("new_ids").Ids());
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Step_AllSequencesTogether_ContinuesAsPublished(string folder, string expectation)
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelFolder.LoadDecoder(Fixtures.Folder(folder));
        var greedy = Fixtures.Expected(expectation).GetProperty("greedy").EnumerateArray().ToList();
        var inputs = greedy.Select(item => new DecoderInput(item.GetProperty("prompt").Ids(), model.NewCache())).ToList();
        var continuations = greedy.ConvertAll(_ => new List<int>());
        for (var step = 0; step < 24; step++)
        {
            var next = model.Step(inputs).argmax(-1).data<long>().ToArray();
            for (var i = 0; i < inputs.Count; i++)
            {
                continuations[i].Add((int)next[i]);
                inputs[i] = inputs[i] with { Tokens = new[] { (int)next[i] } };
            }
        }

        continuations.Select(ids => ids.ToArray()).ShouldBe(greedy.Select(item => item.GetProperty("new_ids").Ids()));
        inputs.ForEach(input => input.Cache.Dispose());
    }

    [Theory]
    [MemberData(nameof(Trained))]
    public void Loss_OfOneText_HasThePublishedGradients(string folder, string expectation)
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelFolder.LoadDecoder(Fixtures.Folder(folder));
        var expected = Fixtures.Expected(expectation);
        var ids = expected.GetProperty("inputs")[2].Tensor();
        ShouldMatchLoss(model, model.Loss(ids, ids), expected.GetProperty("loss"));
    }

    [Theory]
    [MemberData(nameof(Trained))]
    public void Loss_OfAPaddedBatch_CountsLabelledTokensOnly(string folder, string expectation)
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelFolder.LoadDecoder(Fixtures.Folder(folder));
        var expected = Fixtures.Expected(expectation).GetProperty("loss_batch");
        var batch = Fixtures.Expected(expectation).GetProperty("batch_right");
        var mask = batch.GetProperty("attention_mask").Tensor();
        var ids = batch.GetProperty("input_ids").Tensor();
        var labels = ids.masked_fill(mask.eq(0), DecoderModel.IgnoredLabel);
        ShouldMatchLoss(model, model.Loss(ids, labels, mask), expected);
    }

    private static void ShouldMatchLoss(DecoderModel model, torch.Tensor loss, JsonElement expected)
    {
        loss.item<float>().ShouldBe(expected.GetProperty("loss").GetSingle(), 1e-5f);
        loss.backward();
        Gradients.ShouldMatch([.. model.Weights()], expected.GetProperty("grad"), expected.GetProperty("grad_norm_total").GetDouble());
    }

    private static void ShouldMatchBatch(torch.Tensor logits, JsonElement batch, string because)
    {
        var last = batch.GetProperty("logits_last");
        for (var row = 0; row < last.GetArrayLength(); row++)
        {
            var sums = batch.GetProperty("logsumexp")[row];
            var real = Enumerable.Range(0, sums.GetArrayLength()).Where(i => sums[i].ValueKind != JsonValueKind.Null).ToArray();
            var own = logits[row].index_select(0, torch.tensor([.. real.Select(i => (long)i)], torch.int64));
            Fixtures.LargestDifference(own[-1].ToArray(), last[row].Floats()).ShouldBeLessThan(Fixtures.LogitTolerance, because);
            Fixtures.LargestDifference(own.logsumexp(-1).ToArray(), [.. real.Select(i => sums[i].GetSingle())])
                .ShouldBeLessThan(Fixtures.LogitTolerance, because);
        }
    }

    private static void ShouldMatch(torch.Tensor logits, JsonElement single)
    {
        Fixtures.LargestDifference(logits[-1].ToArray(), single.GetProperty("logits_last").Floats())
            .ShouldBeLessThan(Fixtures.LogitTolerance);
        Fixtures.LargestDifference(logits.logsumexp(-1).ToArray(), single.GetProperty("logsumexp").Floats())
            .ShouldBeLessThan(Fixtures.LogitTolerance);
        var (best, wanted, margins) = (logits.argmax(-1).data<long>().ToArray(), single.GetProperty("argmax").Ids(), single.GetProperty("margin").Floats());
        for (var i = 0; i < wanted.Length; i++)
        {
            if (margins[i] > 1e-3)
                best[i].ShouldBe(wanted[i], $"position {i}");
        }
    }
}
