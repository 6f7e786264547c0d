using Samantha.Training.Lessons;
using TorchSharp;

namespace Samantha.Training.Tests.Lessons;

public sealed class RetreatTests
{
    [Fact]
    public void Run_LearnedDownToAPoint_StopsThere()
    {
        using var parent = TinyModel.Create(1);
        using var model = TinyModel.Create(1);
        Shift(model);
        var kept = Retreat.Run(model, parent, () => Distance() >= 0.55);
        // Of the shares that three halvings of what lies between 0.3 and 1 can reach, the least at which it still has learned.
        kept.ShouldBe(0.5625, 1e-9);
        Distance().ShouldBe(0.5625, 1e-4);

        double Distance() => model.parameters().First().sub(parent.parameters().First()).mean().item<float>();
    }

    [Fact]
    public void Run_NotLearned_ChangesNothing()
    {
        using var parent = TinyModel.Create(1);
        using var model = TinyModel.Create(2);
        var before = model.parameters().First().data<float>().ToArray();
        Retreat.Run(model, parent, () => false).ShouldBe(1.0);
        model.parameters().First().data<float>().ToArray().ShouldBe(before);
    }

    private static void Shift(Samantha.Modeling.Decoders.DecoderModel model)
    {
        using var ungraded = torch.no_grad();
        foreach (var parameter in model.parameters())
            parameter.add_(1.0);
    }
}
