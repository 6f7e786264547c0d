using Samantha.Modeling.Checkpoints;
using TorchSharp;

namespace Samantha.Modeling.Tests.Decoders;

public sealed class AdamWFixtureTests
{
    [Fact]
    public void FiveSteps_OnTheFixture_GiveThePublishedModel()
    {
        using var scope = torch.NewDisposeScope();
        var expected = Fixtures.Expected("adamw");
        using var model = ModelFolder.LoadDecoder(Fixtures.Folder("llama"));
        using var optimizer = torch.optim.AdamW(model.parameters(), lr: 1e-3, beta1: 0.9, beta2: 0.95, eps: 1e-8, weight_decay: 0.1);
        foreach (var step in expected.GetProperty("steps").EnumerateArray())
        {
            var ids = step.GetProperty("input_ids").Tensor();
            optimizer.zero_grad();
            var loss = model.Loss(ids, ids);
            loss.item<float>().ShouldBe(step.GetProperty("loss_before").GetSingle(), 1e-4f);
            loss.backward();
            var norm = step.GetProperty("grad_norm_before_clip").GetDouble();
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0).ShouldBe(norm, 1e-4 * norm);
            optimizer.step();
            model.Loss(ids, ids).item<float>().ShouldBe(step.GetProperty("loss_after_on_same_batch").GetSingle(), 1e-4f);
        }

        foreach (var weight in model.Weights())
        {
            var final = expected.GetProperty("final_parameters").GetProperty(weight.Name);
            var values = weight.Value().ToArray();
            var norm = final.GetProperty("norm").GetDouble();
            Math.Sqrt(values.Sum(value => (double)value * value)).ShouldBe(norm, 1e-4 * norm, weight.Name);
            values.Sum(value => (double)value).ShouldBe(final.GetProperty("sum").GetDouble(), 1e-4 * norm, weight.Name);
            Fixtures.LargestDifference(values[..4], final.GetProperty("head").Floats()).ShouldBeLessThan(1e-4, weight.Name);
        }

        var logits = model.forward(expected.GetProperty("logits_input_ids").Tensor())[0][-1];
        Fixtures.LargestDifference(logits.ToArray(), expected.GetProperty("logits_last_after_5_steps").Floats()).ShouldBeLessThan(1e-3);
    }
}
