using Samantha.Training.Optimization;
using TorchSharp;

namespace Samantha.Training.Tests.Optimization;

public sealed class WeightAverageTests
{
    [Fact]
    public void Swap_Twice_ChangesNothing()
    {
        using var model = TinyModel.Create();
        using var average = new WeightAverage(model, 0.9);
        var before = Values(model);
        Shift(model);
        average.Update(1000);
        var shifted = Values(model);

        average.Swap();
        Values(model)[0].ShouldBe(before[0] + 0.1f, 1e-5f);
        average.Swap();
        Values(model).ShouldBe(shifted);
    }

    [Fact]
    public void Load_WhatWasSaved_Restores()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModel.Create();
        using var average = new WeightAverage(model, 0.5);
        Shift(model);
        average.Update(1000);
        average.Save(folder["a.safetensors"]);
        average.Restart();
        average.Load(folder["a.safetensors"]);
        average.Swap();
        using var fresh = TinyModel.Create();
        Values(model)[0].ShouldBe(Values(fresh)[0] + 0.5f, 1e-5f);
    }

    private static void Shift(Samantha.Modeling.Decoders.DecoderModel model)
    {
        using var ungraded = torch.no_grad();
        foreach (var parameter in model.parameters())
            parameter.add_(1.0);
    }

    private static float[] Values(Samantha.Modeling.Decoders.DecoderModel model)
    {
        using var weight = model.Weights().First().Value();
        return weight.data<float>().ToArray();
    }
}
