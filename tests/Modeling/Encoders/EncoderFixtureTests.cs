using System.Text.Json;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Encoders;
using TorchSharp;

namespace Samantha.Modeling.Tests.Encoders;

/// <summary>Encoders compute what the library that published their format computes.</summary>
public sealed class EncoderFixtureTests
{
    [Theory]
    [InlineData("bert-seqcls", EncoderHead.Sequence)]
    [InlineData("bert-tokcls", EncoderHead.Token)]
    [InlineData("bert-mlm", EncoderHead.MaskedLanguage)]
    public void Forward_EachInputAlone_GivesThePublishedLogits(string folder, EncoderHead head)
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelFolder.LoadEncoder(Fixtures.Folder(folder));
        model.Head.ShouldBe(head);
        using var ungraded = torch.no_grad();
        foreach (var single in Fixtures.Expected(folder).GetProperty("single").EnumerateArray())
        {
            var types = single.GetProperty("token_type_ids").Tensor();
            var logits = model.Forward(single.GetProperty("ids").Tensor(), tokenTypeIds: types)[0];
            if (head != EncoderHead.MaskedLanguage)
            {
                ShouldBeLogits(logits, single.GetProperty("logits"));
                continue;
            }

            ShouldBeTokens(logits, single.GetProperty("argmax"), single.GetProperty("logsumexp"), single.GetProperty("margin").Floats());
            var masked = model.Forward(single.GetProperty("masked_ids").Tensor(), tokenTypeIds: types)[0];
            ShouldBeTokens(masked, single.GetProperty("masked_argmax"), single.GetProperty("masked_logsumexp"), margins: null);
            ShouldBeLogits(masked[single.GetProperty("mask_positions")[0].GetInt64()], single.GetProperty("logits_first_mask"));
        }
    }

    [Theory]
    [InlineData("bert-seqcls", "batch_right")]
    [InlineData("bert-tokcls", "batch_right")]
    [InlineData("bert-tokcls", "batch_left")]
    [InlineData("bert-mlm", "batch_right")]
    [InlineData("bert-mlm", "batch_left")]
    public void Forward_PaddedBatch_GivesTheLogitsOfEachAlone(string folder, string side)
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelFolder.LoadEncoder(Fixtures.Folder(folder));
        using var ungraded = torch.no_grad();
        var batch = Fixtures.Expected(folder).GetProperty(side);
        var logits = model.Forward(
            batch.GetProperty("input_ids").Tensor(),
            batch.GetProperty("attention_mask").Tensor(),
            batch.GetProperty("token_type_ids").Tensor(),
            batch.GetProperty("position_ids").Tensor());
        for (var row = 0; row < logits.shape[0]; row++)
        {
            if (model.Head == EncoderHead.MaskedLanguage)
                ShouldBeTokens(logits[row], batch.GetProperty("argmax")[row], batch.GetProperty("logsumexp")[row], margins: null);
            else
                ShouldBeLogits(logits[row], batch.GetProperty("logits")[row]);
        }
    }

    [Theory]
    [InlineData("bert-seqcls", "loss")]
    [InlineData("bert-seqcls", "loss_multi_label")]
    [InlineData("bert-tokcls", "loss")]
    [InlineData("bert-mlm", "loss")]
    public void Loss_OfTheFixture_HasThePublishedGradients(string folder, string kind)
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelFolder.LoadEncoder(Fixtures.Folder(folder));
        var expected = Fixtures.Expected(folder).GetProperty(kind);
        var list = expected.GetProperty("labels");
        var labels = kind == "loss_multi_label"
            ? torch.tensor(list.EnumerateArray().SelectMany(row => row.Floats()).ToArray(), [list.GetArrayLength(), list[0].GetArrayLength()])
            : model.Head == EncoderHead.Sequence ? list.Tensor().view(-1) : list.Tensor();
        var loss = model.Loss(
            expected.GetProperty("input_ids").Tensor(),
            labels,
            expected.GetProperty("attention_mask").Tensor(),
            expected.GetProperty("token_type_ids").Tensor());
        loss.item<float>().ShouldBe(expected.GetProperty("loss").GetSingle(), 1e-5f);
        loss.backward();
        Gradients.ShouldMatch([.. model.Weights()], expected.GetProperty("grad"), expected.GetProperty("grad_norm_total").GetDouble());
    }

    private static void ShouldBeLogits(torch.Tensor logits, JsonElement expected)
    {
        if (expected[0].ValueKind == JsonValueKind.Number)
        {
            Fixtures.LargestDifference(logits.ToArray(), expected.Floats()).ShouldBeLessThan(Fixtures.LogitTolerance);
            return;
        }

        for (var position = 0; position < expected.GetArrayLength(); position++)
        {
            if (expected[position].ValueKind != JsonValueKind.Null)
                ShouldBeLogits(logits[position], expected[position]);
        }
    }

    private static void ShouldBeTokens(torch.Tensor logits, JsonElement best, JsonElement sums, float[]? margins)
    {
        var chosen = logits.argmax(-1).data<long>().ToArray();
        var sum = logits.logsumexp(-1).ToArray();
        for (var position = 0; position < chosen.Length; position++)
        {
            if (sums[position].ValueKind == JsonValueKind.Null)
                continue;
            ((double)sum[position]).ShouldBe(sums[position].GetDouble(), Fixtures.LogitTolerance);
            if (margins is null || margins[position] > 1e-3)
                chosen[position].ShouldBe(best[position].GetInt64());
        }
    }
}
