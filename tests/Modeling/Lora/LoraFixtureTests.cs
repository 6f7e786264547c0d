using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Lora;
using Samantha.Modeling.Tuning;
using TorchSharp;

namespace Samantha.Modeling.Tests.Lora;

public sealed class LoraFixtureTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_WithTheAdapter_GivesThePublishedLogits(bool merged)
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelFolder.LoadDecoder(Fixtures.Folder("llama"));
        using var adapters = (LoraAdapters)TuningFolder.Load(Fixtures.Folder("llama-lora"), model);
        adapters.Config.Scale.ShouldBe(2.0);
        if (merged)
            adapters.Merge();

        using var ungraded = torch.no_grad();
        foreach (var single in Fixtures.Expected("llama-lora").GetProperty("single").EnumerateArray())
        {
            var expected = single.GetProperty("logits_last").Floats();
            var logits = model.forward(single.GetProperty("ids").Tensor())[0][-1];
            Fixtures.LargestDifference(logits.ToArray(), expected).ShouldBeLessThan(Fixtures.LogitTolerance);
            using var cache = model.NewCache();
            var stepped = model.Step([new(single.GetProperty("ids").Ids(), cache)])[0];
            Fixtures.LargestDifference(stepped.ToArray(), expected).ShouldBeLessThan(Fixtures.LogitTolerance);
        }
    }

    [Fact]
    public void Loss_WithTheAdapter_HasGradientsOfTheAdapterOnly()
    {
        using var scope = torch.NewDisposeScope();
        using var model = ModelFolder.LoadDecoder(Fixtures.Folder("llama"));
        using var adapters = (LoraAdapters)TuningFolder.Load(Fixtures.Folder("llama-lora"), model);
        var expected = Fixtures.Expected("llama-lora");
        var ids = expected.GetProperty("inputs")[2].Tensor();
        var loss = model.Loss(ids, ids);
        loss.item<float>().ShouldBe(expected.GetProperty("loss").GetProperty("loss").GetSingle(), 1e-5f);
        loss.backward();

        var gradients = expected.GetProperty("loss").GetProperty("grad").EnumerateObject().ToDictionary(item => item.Name, item => item.Value);
        adapters.Weights().Select(weight => weight.Name).ShouldBe(gradients.Keys, ignoreOrder: true);
        foreach (var weight in adapters.Weights())
            Gradients.ShouldMatch(weight.Name, weight.Parameter.grad!, gradients[weight.Name]);
        model.Weights().Where(weight => weight.Gradient() is not null).ShouldBeEmpty();
    }
}
