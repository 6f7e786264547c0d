using Samantha.Modeling.Decoders;
using Samantha.Training.Continual.Language;
using Samantha.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Continual.Language;

public sealed class DecoderLearnerTests
{
    private static readonly TokenExample[] Samples =
    [
        new([1, 20, 30, 40, 50], [TokenBatch.Ignored, 20, 30, 40, 50]),
        new([1, 21, 31], [TokenBatch.Ignored, TokenBatch.Ignored, 31]),
    ];

    [Fact]
    public void Logits_SeveralSamples_AreThoseOfEachAlone()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        using var model = TinyModel.Create();
        var learner = new DecoderLearner(model);
        var together = learner.Logits(Samples);
        together.shape.ShouldBe([5, model.Config.VocabularySize]);
        var apart = cat([.. Samples.Select(sample => learner.Logits([sample]))], 0);
        together.sub(apart).abs().max().item<float>().ShouldBeLessThan(1e-4f);
        learner.Labels(Samples).data<long>().ToArray().ShouldBe([20L, 30, 40, 50, 31]);
    }

    [Fact]
    public void Logits_WithLabels_MakeTheModelsLoss()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModel.Create();
        var learner = new DecoderLearner(model);
        var loss = nn.functional.cross_entropy(learner.Logits([Samples[0]]), learner.Labels([Samples[0]]));
        var ids = tensor(Samples[0].Ids.Select(id => (long)id).ToArray(), [1, 5]);
        loss.item<float>().ShouldBe(model.Loss(ids, ids).item<float>(), 1e-5f);
    }

    [Fact]
    public void Freeze_ThenLearn_TeachesWhatWasSaidThen()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModel.Create();
        var learner = new DecoderLearner(model);
        using var teacher = learner.Freeze();
        float[] before;
        using (no_grad())
        {
            before = Values(learner.Logits(Samples));
            foreach (var parameter in learner.Parameters)
                parameter.add_(0.1);
            Values(learner.Logits(Samples)).ShouldNotBe(before);
        }

        var said = teacher.Logits(Samples);
        said.requires_grad.ShouldBeFalse();
        Values(said).ShouldBe(before);
    }

    private static float[] Values(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();
}
