using Samantha.Training.Continual.Learners;
using Samantha.Training.Continual.Strategies;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Continual.Strategies;

public sealed class ConsolidationTests
{
    private const float Squared = 9, Moved = 0.25f;

    [Fact]
    public void AddPull_MovedSinceTheAnchor_AddsTheGradientOfThePenalty()
    {
        using var scope = NewDisposeScope();
        using var table = new RowParameter(zeros(2, 16));
        using var plain = new Parameter(zeros(1, 16));
        using var consolidation = new Consolidation([table, plain]);
        Gradients(table, plain, 3);
        consolidation.AddSquares(2);
        consolidation.Fade(0.5);
        consolidation.Anchor();

        table.Values[..16].Fill(Moved);
        using (no_grad())
            plain.fill_(Moved);
        Gradients(table, plain, 1);
        consolidation.AddPull(10);

        // Strength · hold · distance: the derivative of strength / 2 · hold · distance².
        table.Gradient[0].ShouldBe(1 + 10 * Squared * Moved, 1e-5f);
        plain.grad!.data<float>()[0].ShouldBe(1 + 10 * Squared * Moved, 1e-5f);
    }

    [Fact]
    public void AddPull_NothingMoved_TouchesNoRow()
    {
        using var scope = NewDisposeScope();
        using var table = new RowParameter(ones(2, 16));
        using var consolidation = new Consolidation([table]);
        table.Touch(1);
        table.Gradient[16..].Fill(3);
        consolidation.AddSquares(1);
        consolidation.Anchor();
        table.ClearGradient();
        consolidation.AddPull(10);
        table.Touched.ShouldBeEmpty();
    }

    private static void Gradients(RowParameter table, Parameter plain, float value)
    {
        table.Touch(0);
        table.Gradient[..16].Fill(value);
        plain.grad = full([1, 16], value);
    }
}
