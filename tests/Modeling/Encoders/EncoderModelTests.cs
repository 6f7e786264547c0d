using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Encoders;
using TorchSharp;

namespace Samantha.Modeling.Tests.Encoders;

public sealed class EncoderModelTests
{
    private static readonly EncoderConfig Tiny = EncoderConfig.FromDepth(1, 60) with { InitializerRange = 0.2, MaxPositions = 32 };

    [Fact]
    public void FromDepth_Growing_GrowsTheModel()
    {
        var counts = Enumerable.Range(1, 4).Select(depth =>
        {
            using var model = new EncoderModel(EncoderConfig.FromDepth(depth, 100), EncoderHead.Sequence);
            return model.parameters().Sum(parameter => parameter.numel());
        }).ToList();
        counts.ShouldBe(counts.Order());
        counts.Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void ParameterCount_OfAConfig_IsTheModelsWithoutItsHead()
    {
        using var model = new EncoderModel(Tiny, EncoderHead.Token);
        var head = (Tiny.HiddenSize + 1) * Tiny.Labels.Count;
        model.parameters().Sum(parameter => parameter.numel()).ShouldBe(Tiny.ParameterCount() + head);
    }

    [Fact]
    public void WithHead_OnAnotherTask_KeepsTheEncoder()
    {
        using var scope = torch.NewDisposeScope();
        using var pretrained = new EncoderModel(Tiny, EncoderHead.MaskedLanguage).Initialise(seed: 2);
        using var tuned = pretrained.WithHead(EncoderHead.Sequence, ["a", "b", "c"], multiLabel: true);
        pretrained.eval();
        tuned.eval();
        var ids = torch.tensor([1L, 2L, 3L, 4L], [1, 4]);
        using var ungraded = torch.no_grad();
        tuned.Features(ids).ToArray().ShouldBe(pretrained.Features(ids).ToArray());
        tuned.forward(ids).shape.ShouldBe([1, 3]);
        tuned.Config.MultiLabel.ShouldBeTrue();
    }

    [Theory]
    [InlineData(EncoderHead.MaskedLanguage)]
    [InlineData(EncoderHead.Token)]
    [InlineData(EncoderHead.Sequence)]
    public void Labelled_SomeLabels_IsTheForwardPassThere(EncoderHead head)
    {
        using var scope = torch.NewDisposeScope();
        using var model = new EncoderModel(Tiny, head).Initialise(seed: 2);
        model.eval();
        using var ungraded = torch.no_grad();
        var ids = torch.tensor([1L, 2L, 3L, 4L, 5L, 6L], [3, 2]);
        var labels = head == EncoderHead.Sequence
            ? torch.tensor([1L, EncoderModel.IgnoredLabel, 0L])
            : torch.tensor([EncoderModel.IgnoredLabel, 1L, EncoderModel.IgnoredLabel, EncoderModel.IgnoredLabel, 0L, 1L], [3, 2]);
        var (logits, targets) = model.Labelled(ids, labels);

        long[] rows = head == EncoderHead.Sequence ? [0, 2] : [1, 4, 5];
        var all = model.forward(ids);
        all = all.reshape(-1, all.shape[^1]).index_select(0, torch.tensor(rows));
        targets.data<long>().ToArray().ShouldBe(head == EncoderHead.Sequence ? [1, 0] : [1, 0, 1]);
        logits.sub(all).abs().max().item<float>().ShouldBeLessThan(1e-5f);
        var mean = model.Loss(ids, labels).item<float>();
        model.Loss(ids, labels, reduction: torch.nn.Reduction.Sum).item<float>().ShouldBe(mean * rows.Length, 1e-4f);
    }

    [Fact]
    public void Forward_TooLong_IsRefused()
    {
        using var model = new EncoderModel(Tiny, EncoderHead.Token).Initialise(seed: 2);
        Should.Throw<ArgumentException>(() => model.forward(torch.zeros(1, 33, torch.int64))).Message.ShouldContain("32 tokens");
    }

    [Fact]
    public void Loss_AFewSteps_GoesDown()
    {
        using var scope = torch.NewDisposeScope();
        using var model = new EncoderModel(Tiny with { HiddenDropout = 0, AttentionDropout = 0 }, EncoderHead.MaskedLanguage).Initialise(seed: 2);
        using var optimizer = torch.optim.AdamW(model.parameters(), lr: 0.01);
        var ids = torch.tensor([.. Enumerable.Range(0, 20).Select(i => (long)(i * 7 % 60))], [2, 10]);
        var losses = new List<float>();
        for (var step = 0; step < 10; step++)
        {
            optimizer.zero_grad();
            var loss = model.Loss(ids, ids);
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        losses[^1].ShouldBeLessThan(losses[0] * 0.7f);
    }

    [Fact]
    public void Read_ADecodersConfig_IsRefused() =>
        Should.Throw<CheckpointException>(() => ModelFolder.LoadEncoder(Fixtures.Folder("llama"))).Message.ShouldContain("llama");
}
