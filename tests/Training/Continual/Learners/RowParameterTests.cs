using Samantha.Training.Continual.Learners;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Continual.Learners;

public sealed class RowParameterTests
{
    [Fact]
    public void Gradient_WrittenThroughTheSpan_IsTheParametersOwn()
    {
        using var table = new RowParameter(zeros(3, 16));
        table.Touch(1);
        table.Gradient[16] = 5;
        using var gradient = table.grad!;
        gradient[1, 0].item<float>().ShouldBe(5);
    }

    [Fact]
    public void ClearGradient_TouchedTwice_LeavesNothing()
    {
        using var table = new RowParameter(zeros(3, 16));
        table.Touch(2);
        table.Touch(2);
        table.Gradient[32..].Fill(1);
        table.Touched.ShouldBe([2]);
        table.ClearGradient();
        table.Touched.ShouldBeEmpty();
        table.Gradient.ToArray().ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void Constructor_WidthOfNoWholeVectors_Throws()
    {
        using var values = zeros(3, 5);
        Should.Throw<ArgumentException>(() => new RowParameter(values)).Message.ShouldContain("multiple of 16");
    }
}
