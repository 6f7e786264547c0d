using Samantha.Modeling.Encoders;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Evaluation;

public sealed class LabelEvaluatorTests
{
    [Fact]
    public void Score_AnyBatches_AgreesWithTheModelsLoss()
    {
        using var model = TinyEncoder.Create();
        var batch = Batch([20, 30, 40, 50, 60, 70], [TokenBatch.Ignored, 30, TokenBatch.Ignored, 50, TokenBatch.Ignored, 71], 2);
        var score = new LabelEvaluator(TinyEncoder.Padding).Score(model, [batch, batch]);

        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        model.eval();
        long[] shape = [2, 3];
        score.BitsPerLabel.ShouldBe(model.Loss(tensor(batch.Inputs, shape), tensor(batch.Labels, shape)).item<float>() / Math.Log(2), 1e-4);
        score.Actual.ShouldBe([30, 50, 71, 30, 50, 71]);
        score.Predicted.Take(3).ShouldBe(score.Predicted.Skip(3));
    }

    [Fact]
    public void Score_PaddedRow_IsTheRowAlone()
    {
        using var model = TinyEncoder.Create(EncoderHead.Sequence);
        var evaluator = new LabelEvaluator(TinyEncoder.Padding);
        var ignored = TokenBatch.Ignored;
        var alone = evaluator.Score(model, [Batch([20, 30], [1, ignored], 1)]).BitsPerLabel;
        var padded = evaluator.Score(model, [Batch([20, 30, TinyEncoder.Padding, TinyEncoder.Padding], [1, ignored, ignored, ignored], 1)]).BitsPerLabel;
        padded.ShouldBe(alone, 1e-5);
    }

    [Fact]
    public void Score_ModelInTraining_LeavesItThere()
    {
        using var model = TinyEncoder.Create();
        model.train();
        new LabelEvaluator(TinyEncoder.Padding).Score(model, [Batch([20, 30], [20, TokenBatch.Ignored], 1)]).Actual.ShouldBe([20]);
        model.training.ShouldBeTrue();
    }

    private static TokenBatch Batch(long[] inputs, long[] labels, int rows) =>
        new(rows, inputs.Length / rows, inputs, labels, labels.Count(label => label != TokenBatch.Ignored));
}
